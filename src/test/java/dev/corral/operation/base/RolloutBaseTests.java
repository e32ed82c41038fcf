package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RolloutBaseTests {
  private static final Map<String, Object> GOLD =
      Map.of("base", "gold", "generation", 2, "waves", "n1;n2,n3", "wave", 0);
  private static final List<String> WAVE =
      List.of("BeginWave", "AwaitCopies", "BeginTrials", "AwaitTrials", "JudgeWave");
  private final ModelAlone model = ModelAlone.of("rollout-base");

  @AfterEach
  void close() {
    model.close();
  }

  private ModelAlone waves(int count) {
    var answers = new org.camunda.bpm.engine.delegate.JavaDelegate[count + 1];
    for (int i = 0; i < count; i++) answers[i] = answering("more", true);
    answers[count] = answering("more", false);
    return model.when("BeginWave", answers);
  }

  @Test
  void waveAfterWaveIsCopiedTriedAndJudgedAndThenItIsReleased() {
    waves(2).start(GOLD);
    assertThat(model.steps().subList(0, 5)).isEqualTo(WAVE);
    assertThat(model.steps().subList(5, 10)).isEqualTo(WAVE);
    assertThat(model.steps().subList(10, 12)).containsExactly("BeginWave", "ReleaseGeneration");
    model.then().isEnded().hasPassed("GenerationReleased");
  }

  @Test
  void aTrialThatFailsStopsItBeforeTheNextWaveAndReleasesNothing() {
    waves(2).when("JudgeWave", refused("TRIAL_FAILED", "it does not run on n1")).start(GOLD);
    assertThat(model.steps()).isEqualTo(WAVE);
    model.then().isEnded().hasPassed("RefusedTrial");
    model.then().variables().containsEntry("failure", "it does not run on n1");
  }

  @Test
  void copiesAndTrialsAreAwaited() {
    waves(1)
        .when("AwaitCopies", notYet(), notYet())
        .when("AwaitTrials", notYet())
        .startUntilItWaits(GOLD);
    model.then().isWaitingAtExactly("AwaitCopies");
    model.run();
    assertThat(model.looks("AwaitCopies")).isEqualTo(3);
    assertThat(model.looks("AwaitTrials")).isEqualTo(2);
    model.then().isEnded().hasPassed("GenerationReleased");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    var fails = ModelAlone.failing();
    waves(1).when("JudgeWave", fails, fails, fails).start(GOLD);
    assertThat(model.incidents()).containsExactly("JudgeWave");
    model.retry();
    model.then().isEnded().hasPassed("GenerationReleased");
  }
}
