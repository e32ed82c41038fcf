package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class DisableBaseTests {
  private final ModelAlone model = ModelAlone.of("disable-base");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void theNodeIsWokenBeforeAnythingIsRemoved() {
    model.when("WakeForRemoval", notYet()).start(Map.of("base", "debian", "node", "n2"));
    assertThat(model.steps()).containsExactly("WakeForRemoval", "WakeForRemoval", "RemoveImages");
    model.then().isEnded().hasPassed("BaseGone");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(
        Map.of("base", "debian", "node", "n2"), List.of("WakeForRemoval", "RemoveImages"));
  }
}
