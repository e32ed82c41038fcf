package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.failing;
import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopCloneTests {
  private static final Map<String, Object> WEB =
      Map.of("clone", "web", "node", "n2", "deadline", 90, "force", false);
  private static final List<String> PATH = List.of("AskToShutDown", "AwaitStop");
  private final ModelAlone model = ModelAlone.of("stop-clone");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void theGuestIsAskedThenAwaited() {
    model.start(WEB);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("CloneStopped");
  }

  @Test
  void looksAgainUntilTheGuestIsOff() {
    model.when("AwaitStop", notYet(), notYet()).startUntilItWaits(WEB);
    model.then().isWaitingAt("AwaitStop");
    model.run();
    assertThat(model.steps())
        .containsExactly("AskToShutDown", "AwaitStop", "AwaitStop", "AwaitStop");
    model.then().isEnded().hasPassed("CloneStopped");
  }

  @Test
  void atTheDeadlineAPersonIsAskedAndARetryGivesAsMuchTimeAgain() {
    model
        .when("AwaitStop", notYet())
        .when("ReportDeaf", failing(), failing(), failing())
        .startUntilItWaits(WEB);
    assertThat(model.deadline()).isEqualTo(Duration.ofSeconds(90));
    model.deadlinePasses();
    assertThat(model.incidents()).containsExactly("ReportDeaf");
    model.when("AwaitStop", notYet()).retry();
    assertThat(model.steps()).endsWith("ReportDeaf", "AskToShutDown", "AwaitStop", "AwaitStop");
    model.then().isEnded().hasPassed("CloneStopped");
  }

  @Test
  void atTheDeadlineOneThatShallBeForcedIsSwitchedOff() {
    model
        .when("AwaitStop", notYet())
        .startUntilItWaits(Map.of("clone", "web", "deadline", 90, "force", true));
    model.deadlinePasses();
    assertThat(model.steps()).containsExactly("AskToShutDown", "AwaitStop", "SwitchGuestOff");
    model.then().isEnded().hasPassed("CloneStopped");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(WEB, PATH);
  }
}
