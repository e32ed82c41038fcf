package dev.corral.operation.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ActivateNodeTests {
  private static final Map<String, Object> N2 = Map.of("node", "n2");
  private static final List<String> PATH = List.of("AllowPlacing");
  private final ModelAlone model = ModelAlone.of("activate-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void oneStepAllowsPlacing() {
    model.start(N2);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("NodeActive");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(N2, PATH);
  }
}
