package dev.corral.operation.clone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RemoveCloneTests {
  private static final Map<String, Object> WEB = Map.of("clone", "web", "node", "n2");
  private static final List<String> PATH = List.of("RemoveGuest", "ForgetClone");
  private final ModelAlone model = ModelAlone.of("remove-clone");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aCloneIsForgottenOnlyAfterItsGuestIsGone() {
    model.start(WEB);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("CloneRemoved");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(WEB, PATH);
  }
}
