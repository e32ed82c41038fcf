package dev.corral.operation.herd;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ChangePolicyTests {
  private final ModelAlone model = ModelAlone.of("change-policy");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void thePolicyIsApplied() {
    model.start(Map.of("recreateVolatile", false, "poolHighWater", 80));
    assertThat(model.steps()).containsExactly("ApplyPolicy");
    model.then().isEnded().hasPassed("PolicyInForce");
  }
}
