package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RestoreNodeTests {
  private static final List<String> PATH =
      List.of("LookWhetherAsleep", "AdmitAgain", "CallBack", "AwaitReturns");
  private ModelAlone model;

  @BeforeEach
  void open() {
    model = ModelAlone.of("restore-node", "wake-node");
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static Map<String, Object> node(boolean asleep) {
    Map<String, Object> values = new HashMap<>();
    values.put("node", "n2");
    values.put("actor", "ada");
    values.put("reason", null);
    values.put("asleep", asleep);
    return values;
  }

  @Test
  void aNodeThatIsOnTakesClonesAgainAndGetsItsOwnBack() {
    model.when("AwaitReturns", notYet()).start(node(false));
    assertThat(model.steps())
        .containsExactly(
            "LookWhetherAsleep", "AdmitAgain", "CallBack", "AwaitReturns", "AwaitReturns");
    assertThat(model.called()).isEmpty();
    model.then().isEnded().hasPassed("NodeRestored");
  }

  @Test
  void aNodeThatIsOffIsWokenFirst() {
    model.when("LookWhetherAsleep", answering("asleep", true)).start(node(true));
    assertThat(model.called()).isEqualTo(Map.of("n2", "NodeAwake"));
    assertThat(model.steps()).containsSubsequence("LookWhetherAsleep", "AwaitNode", "AdmitAgain");
    model.then().isEnded().hasPassed("NodeRestored");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(node(false), PATH);
  }
}
