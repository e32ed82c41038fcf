package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConfirmOffTests {
  private static final Map<String, Object> N2 = Map.of("node", "n2", "elsewhere", true);
  private static final List<String> PATH = List.of("VerifyOff", "RecordOff", "StartElsewhere");
  private final ModelAlone model = ModelAlone.of("confirm-off");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void itIsRecordedAndTheClonesAreAwaited() {
    model.when("StartElsewhere", notYet()).startUntilItWaits(N2);
    model.then().isWaitingAtExactly("StartElsewhere");
    model.run();
    model.then().isEnded().hasPassed("NodeOffForSure");
  }

  @Test
  void aNodeThatAnswersIsNotRecordedAsOff() {
    model.when("VerifyOff", refused("NODE_ANSWERS", "SSH answers")).start(N2);
    assertThat(model.steps()).containsExactly("VerifyOff");
    model.then().isEnded().hasPassed("RefusedNodeAnswers");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
