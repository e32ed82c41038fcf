package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TryBaseTests {
  private static final Map<String, Object> GOLD =
      Map.of("base", "gold", "generation", 2, "node", "n2", "actor", "eve", "reason", "exam");
  private static final List<String> MADE =
      List.of(
          "PlaceTrial",
          "ClaimPlace",
          "WakePlace",
          "CreateOverlay",
          "DefineGuest",
          "StartGuest",
          "ConfirmGuest");
  private final ModelAlone model = ModelAlone.of("try-base", "provision-clone");

  @BeforeEach
  void placed() {
    model.when("PlaceTrial", answering("trial", "trial-gold-1"));
    model.when("ConfirmTrial", answering("passed", true));
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aCloneIsMadeTheOrdinaryWayLookedAtAgainAndRemoved() {
    model.start(GOLD);
    assertThat(model.steps().subList(0, 7)).isEqualTo(MADE);
    assertThat(model.steps().subList(7, 9)).containsExactly("ConfirmTrial", "RemoveTrial");
    assertThat(model.called()).isEqualTo(Map.of("trial-gold-1", "CloneReady"));
    model.then().isEnded().hasPassed("TrialPassed");
  }

  @Test
  void itIsLookedAtOnlyAfterAWhile() {
    model.startUpToTheTimer(GOLD);
    model.then().isWaitingAtExactly("Wait_ConfirmTrial");
  }

  @Test
  void oneThatDoesNotRunIsRemovedToo() {
    model
        .when("PlaceTrial", tried())
        .when("ConfirmTrial", refused("TRIAL_FAILED", "it stopped"))
        .when("RemoveTrial", notYet())
        .start(GOLD);
    assertThat(model.looks("RemoveTrial")).isEqualTo(2);
    model.then().isEnded().hasPassed("RefusedGeneration");
  }

  private static org.camunda.bpm.engine.delegate.JavaDelegate tried() {
    return execution -> {
      answering("trial", "trial-gold-1").execute(execution);
      execution.setVariable("passed", false);
    };
  }

  @Test
  void whereThereIsNoRoomNothingIsMade() {
    model.when("PlaceTrial", refused("NO_ROOM", "n2 is full")).start(GOLD);
    assertThat(model.steps()).containsExactly("PlaceTrial");
    model.then().isEnded().hasPassed("RefusedNoRoom");
  }

  @Test
  void aNodeThatDoesNotAnswerIsNoVerdict() {
    var fails = ModelAlone.failing();
    model.when("ConfirmTrial", fails, fails, fails, answering("passed", true)).start(GOLD);
    assertThat(model.incidents()).containsExactly("ConfirmTrial");
    model.retry();
    model.then().isEnded().hasPassed("TrialPassed");
  }
}
