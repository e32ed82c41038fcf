package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.failing;
import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class MoveCloneTests {
  private static final Map<String, Object> LIVE =
      Map.of("clone", "web", "node", "n1", "way", "live", "deadline", 60);
  private static final Map<String, Object> COLD =
      Map.of("clone", "web", "node", "n1", "way", "cold", "deadline", 60);
  private static final List<String> LIVE_PATH =
      List.of("ChooseTarget", "ReadyNewHome", "MigrateLive", "ChangeHome", "ClearOldHome");
  private static final List<String> COLD_PATH =
      List.of(
          "ChooseTarget",
          "ReadyNewHome",
          "AwaitGuest",
          "SendOverlay",
          "CompareOverlay",
          "AdoptGuest",
          "RunThere",
          "ChangeHome",
          "ClearOldHome");
  private ModelAlone model;

  @BeforeEach
  void open() {
    model = ModelAlone.of("move-clone");
  }

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aGuestThatMayKeepRunningIsMovedLive() {
    model.when("MigrateLive", notYet()).start(LIVE);
    assertThat(model.steps())
        .containsExactly(
            "ChooseTarget",
            "ReadyNewHome",
            "MigrateLive",
            "MigrateLive",
            "ChangeHome",
            "ClearOldHome");
    model.then().isEnded().hasPassed("CloneMoved");
  }

  @Test
  void aGuestThatCannotBeMovedLiveIsShutDownAndItsDiskIsSent() {
    model.when("MigrateLive", refused("NOT_LIVE", "a device of the host")).start(LIVE);
    assertThat(model.steps()).containsSubsequence("MigrateLive", "AwaitGuest", "SendOverlay");
    model.then().isEnded().hasPassed("CloneMoved");
  }

  @Test
  void aFailedTargetIsGivenUpAndAnotherChosen() {
    model
        .when("MigrateLive", refused("NODE_FAILED", "n2 does not answer"))
        .when("ChooseTarget", answering("target", "n2"), answering("target", "n3"))
        .start(LIVE);
    assertThat(model.steps())
        .containsSubsequence(
            "ChooseTarget", "MigrateLive", "GiveUpTarget", "ChooseTarget", "MigrateLive");
    model.then().variables().containsEntry("target", "n3");
    model.then().isEnded().hasPassed("CloneMoved");
  }

  @Test
  void aTargetThatCannotRunTheGuestIsFoundBeforeAnythingIsSent() {
    model.when("ReadyNewHome", refused("NODE_FAILED", "n2 has no network 'lab'")).start(LIVE);
    assertThat(model.steps())
        .startsWith("ChooseTarget", "ReadyNewHome", "GiveUpTarget", "ChooseTarget");
    model.then().isEnded().hasPassed("CloneMoved");
  }

  @Test
  void whereNoOtherNodeFitsTheCloneStays() {
    model
        .when("MigrateLive", refused("NODE_FAILED", "n2 does not answer"))
        .when("ChooseTarget", answering("target", "n2"), refused("NO_ROOM", "no node fits"))
        .start(LIVE);
    assertThat(model.steps()).doesNotContain("ChangeHome");
    model.then().isEnded().hasPassed("RefusedNoRoom");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(LIVE, LIVE_PATH);
  }

  @Test
  void aGuestThatDoesNotShutDownByTheDeadlineWaitsForAPersonAndIsAskedAgain() {
    model
        .when("AwaitGuest", notYet())
        .when("ReportGuestDeaf", failing(), failing(), failing())
        .startUntilItWaits(COLD);
    assertThat(model.deadline()).isEqualTo(Duration.ofSeconds(60));
    model.deadlinePasses();
    assertThat(model.incidents()).containsExactly("ReportGuestDeaf");
    model.retry();
    assertThat(model.steps())
        .containsSubsequence("ReportGuestDeaf", "AwaitGuest", "SendOverlay", "RunThere");
    model.then().isEnded().hasPassed("CloneMoved");
  }

  @Test
  void aStepThatFailsWhileItIsOffWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(COLD, COLD_PATH);
  }
}
