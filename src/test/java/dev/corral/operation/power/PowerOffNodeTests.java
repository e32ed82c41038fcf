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

class PowerOffNodeTests {
  private static final Map<String, Object> N2 = Map.of("node", "n2");
  private static final List<String> PATH = List.of("KeepClonesAway", "SwitchOff", "AwaitSilence");
  private final ModelAlone model = ModelAlone.of("power-off-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void nothingIsPlacedThereBeforeItIsSwitchedOff() {
    model.start(N2);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("NodeOff");
  }

  @Test
  void looksAgainUntilTheNodeIsSilent() {
    model.when("AwaitSilence", notYet(), notYet()).startUntilItWaits(N2);
    model.then().isWaitingAt("AwaitSilence");
    model.run();
    assertThat(model.steps())
        .containsExactly(
            "KeepClonesAway", "SwitchOff", "AwaitSilence", "AwaitSilence", "AwaitSilence");
    model.then().isEnded().hasPassed("NodeOff");
  }

  @Test
  void oneThatStillAnswersAtTheDeadlineWaitsForAPersonAndIsSwitchedOffAgain() {
    model
        .when("AwaitSilence", notYet())
        .when("ReportStillOn", failing(), failing(), failing())
        .startUntilItWaits(N2);
    assertThat(model.deadline()).isEqualTo(Duration.ofMinutes(5));
    model.deadlinePasses();
    assertThat(model.incidents()).containsExactly("ReportStillOn");
    model.retry();
    assertThat(model.steps()).endsWith("ReportStillOn", "SwitchOff", "AwaitSilence");
    model.then().isEnded().hasPassed("NodeOff");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
