package dev.corral.operation.base;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RollbackBaseTests {
  @Test
  void itIsOneStep() {
    try (ModelAlone model = ModelAlone.of("rollback-base")) {
      Map<String, Object> gold = Map.of("base", "gold", "generation", 1);
      model.eachOfThemIsAnIncidentAndGoesOnFromThere(gold, List.of("SwitchGeneration"));
      model.then().isEnded().hasPassed("GenerationSwitched");
    }
  }
}
