package dev.corral.operation.power;

import static dev.corral.operation.ModelAlone.failing;
import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class WakeNodeTests {
  private static final Map<String, Object> N2 = Map.of("node", "n2");
  private static final List<String> PATH = List.of("AwaitNode", "WelcomeNode");
  private final ModelAlone model = ModelAlone.of("wake-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aNodeThatAnswersIsWelcomed() {
    model.start(N2);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("NodeAwake");
  }

  @Test
  void looksAgainUntilTheNodeAnswers() {
    model.when("AwaitNode", notYet(), notYet()).startUntilItWaits(N2);
    model.then().isWaitingAt("AwaitNode");
    model.run();
    assertThat(model.steps()).containsExactly("AwaitNode", "AwaitNode", "AwaitNode", "WelcomeNode");
    model.then().isEnded().hasPassed("NodeAwake");
  }

  @Test
  void oneThatIsNotUpByTheDeadlineWaitsForAPersonWhoMayWakeItAgain() {
    model
        .when("AwaitNode", notYet())
        .when("ReportAsleep", failing(), failing(), failing())
        .startUntilItWaits(N2);
    assertThat(model.deadline()).isEqualTo(Duration.ofMinutes(5));
    model.deadlinePasses();
    assertThat(model.incidents()).containsExactly("ReportAsleep");
    model.retry();
    assertThat(model.steps()).endsWith("ReportAsleep", "AwaitNode", "WelcomeNode");
    model.then().isEnded().hasPassed("NodeAwake");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
