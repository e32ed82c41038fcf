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

class RetireNodeTests {
  private ModelAlone model;

  /** Nobody runs there. */
  public static final class NoGuests {
    /** None. */
    public List<String> pending(String drain) {
      return List.of();
    }
  }

  @BeforeEach
  void open() {
    model =
        ModelAlone.of("retire-node", "drain-node", "drain-guest", "power-off-node")
            .with("evacuations", new NoGuests())
            .when("VerifyEmpty", answering("emptied", true));
  }

  @AfterEach
  void close() {
    model.close();
  }

  private static Map<String, Object> node(boolean forced) {
    Map<String, Object> values = new HashMap<>();
    values.put("node", "n2");
    values.put("actor", "ada");
    values.put("reason", null);
    values.put("forced", forced);
    values.put("mode", "MIGRATE");
    values.put("deadline", 60);
    values.put("powerOff", false);
    values.put("before", "ACTIVE");
    return values;
  }

  @Test
  void aNodeIsDrainedAndEmptiedBeforeAnythingIsTakenAwayAndTheKeyGoesLast() {
    model.when("EmptyNode", notYet()).start(node(false));
    assertThat(model.called()).isEqualTo(Map.of("n2", "NodeDrained"));
    assertThat(model.steps())
        .containsSubsequence(
            "EndDraining",
            "EmptyNode",
            "EmptyNode",
            "RemoveCopies",
            "RemoveRules",
            "RemoveFiles",
            "RemoveKey",
            "ForgetNode");
    model.then().isEnded().hasPassed("NodeRetired");
  }

  @Test
  void ofANodeThatWillNeverAnswerNothingIsAsked() {
    model.start(node(true));
    assertThat(model.steps()).containsExactly("WriteOff", "ForgetNode");
    assertThat(model.called()).isEmpty();
    model.then().isEnded().hasPassed("NodeRetired");
  }
}
