package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BringBackCloneTests {
  private static final Map<String, Object> WEB =
      Map.of("clone", "web", "base", "gold", "node", "n2");
  private static final List<String> PATH =
      List.of("WakeForReturn", "PutDisksBack", "DefineAgain", "ConfirmBack");
  private final ModelAlone model = ModelAlone.of("bring-back-clone");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void itsDisksAreInTheirPlaceBeforeItIsDefined() {
    model.start(WEB);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("CloneBack");
  }

  @Test
  void itWaitsUntilTheNodeIsAwake() {
    model.when("WakeForReturn", notYet(), notYet()).startUntilItWaits(WEB);
    model.then().isWaitingAtExactly("WakeForReturn");
    model.run();
    assertThat(model.looks("WakeForReturn")).isEqualTo(3);
    model.then().isEnded().hasPassed("CloneBack");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(WEB, PATH);
  }
}
