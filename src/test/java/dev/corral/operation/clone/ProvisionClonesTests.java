package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ProvisionClonesTests {
  private static final Map<String, Object> DEBIAN = Map.of("base", "debian");
  private static final List<String> PATH = List.of("StartProvisioning", "AwaitClones");
  private final ModelAlone model = ModelAlone.of("provision-clones");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void allAreStartedThenAwaited() {
    model.start(DEBIAN);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("ClonesProvisioned");
  }

  @Test
  void startsSomeAtATimeUntilAllAreStarted() {
    model.when("StartProvisioning", notYet(), notYet()).startUntilItWaits(DEBIAN);
    model.then().isWaitingAtExactly("StartProvisioning");
    model.run();
    assertThat(model.steps())
        .containsExactly(
            "StartProvisioning", "StartProvisioning", "StartProvisioning", "AwaitClones");
    model.then().isEnded().hasPassed("ClonesProvisioned");
  }

  @Test
  void looksAgainUntilAllHaveEnded() {
    model.when("AwaitClones", notYet(), notYet()).startUntilItWaits(DEBIAN);
    model.then().isWaitingAtExactly("AwaitClones");
    model.run();
    assertThat(model.steps())
        .containsExactly("StartProvisioning", "AwaitClones", "AwaitClones", "AwaitClones");
    model.then().isEnded().hasPassed("ClonesProvisioned");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(DEBIAN, PATH);
  }
}
