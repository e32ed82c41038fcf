package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class RebaseCloneTests {
  private static final Map<String, Object> WEB =
      Map.of("clone", "web", "base", "gold", "node", "n2", "generation", 2, "discard", false);
  private static final List<String> PATH =
      List.of("WakeRebased", "CheckRebase", "BuildOverlay", "CompareNewOverlay", "SwapOverlay");
  private final ModelAlone model = ModelAlone.of("rebase-clone");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void theNewOverlayIsComparedBeforeItTakesTheOldOnesPlace() {
    model.start(WEB);
    assertThat(model.steps()).isEqualTo(PATH);
    model.then().isEnded().hasPassed("CloneRebased");
  }

  @Test
  void withoutRoomNothingIsBegun() {
    model.when("CheckRebase", refused("NO_ROOM", "n2 is full")).start(WEB);
    assertThat(model.steps()).containsExactly("WakeRebased", "CheckRebase");
    model.then().isEnded().hasPassed("RefusedNoRoom");
  }

  @Test
  void longWorkIsLookedAtUntilItIsDone() {
    model
        .when("BuildOverlay", notYet(), notYet())
        .when("CompareNewOverlay", notYet())
        .startUntilItWaits(WEB);
    model.then().isWaitingAtExactly("BuildOverlay");
    model.run();
    assertThat(model.looks("BuildOverlay")).isEqualTo(3);
    assertThat(model.looks("CompareNewOverlay")).isEqualTo(2);
    model.then().isEnded().hasPassed("CloneRebased");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(WEB, PATH);
  }
}
