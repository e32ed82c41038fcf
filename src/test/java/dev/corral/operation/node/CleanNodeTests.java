package dev.corral.operation.node;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class CleanNodeTests {
  private final ModelAlone model = ModelAlone.of("clean-node");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void sweepsUntilNothingIsLeftAndNoUnwantedFileIsThere() {
    model
        .when("SweepLeftovers", notYet())
        .when("RemoveUnwanted", notYet())
        .start(Map.of("node", "n2"));
    assertThat(model.steps())
        .containsExactly("SweepLeftovers", "SweepLeftovers", "RemoveUnwanted", "RemoveUnwanted");
    model.then().isEnded().hasPassed("NodeClean");
  }
}
