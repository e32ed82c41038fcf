package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StartCloneTests {
  private static final Map<String, Object> WEB = Map.of("clone", "web", "node", "n2");
  private static final List<String> PATH = List.of("ClaimMemory", "WakeHome", "RunGuest");
  private final ModelAlone model = ModelAlone.of("start-clone");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void memoryIsClaimedBeforeTheGuestRuns() {
    model.start(WEB);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("CloneStarted");
  }

  @Test
  void aHomeThatIsOffIsAwaited() {
    model.when("WakeHome", notYet(), notYet()).startUntilItWaits(WEB);
    model.then().isWaitingAtExactly("WakeHome");
    model.run();
    assertThat(model.steps())
        .containsExactly("ClaimMemory", "WakeHome", "WakeHome", "WakeHome", "RunGuest");
    model.then().isEnded().hasPassed("CloneStarted");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(WEB, PATH);
  }
}
