package dev.corral.operation.power;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
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
    assertThat(model.end()).isEqualTo("NodeAwake");
  }

  @Test
  void looksAgainUntilTheNodeAnswers() {
    model.when("AwaitNode", notYet(), notYet()).startUpToTheTimer(N2);
    assertThat(model.waitsAt()).containsExactly("Wait_AwaitNode");
    model.run();
    assertThat(model.steps()).containsExactly("AwaitNode", "AwaitNode", "AwaitNode", "WelcomeNode");
    assertThat(model.end()).isEqualTo("NodeAwake");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
