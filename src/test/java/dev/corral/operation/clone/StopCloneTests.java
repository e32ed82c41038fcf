package dev.corral.operation.clone;

import static dev.corral.operation.ModelAlone.notYet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class StopCloneTests {
  private static final Map<String, Object> WEB = Map.of("clone", "web", "node", "n2");
  private static final List<String> PATH = List.of("AskToShutDown", "AwaitStop");
  private final ModelAlone model = ModelAlone.of("stop-clone");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void theGuestIsAskedThenAwaited() {
    model.start(WEB);
    assertThat(model.steps()).isEqualTo(PATH);
    assertThat(model.end()).isEqualTo("CloneStopped");
  }

  @Test
  void looksAgainUntilTheGuestIsOff() {
    model.when("AwaitStop", notYet(), notYet()).startUpToTheTimer(WEB);
    assertThat(model.waitsAt()).containsExactly("Wait_AwaitStop");
    model.run();
    assertThat(model.steps())
        .containsExactly("AskToShutDown", "AwaitStop", "AwaitStop", "AwaitStop");
    assertThat(model.end()).isEqualTo("CloneStopped");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(WEB, PATH);
  }
}
