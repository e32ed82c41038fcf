package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.failing;
import static dev.corral.operation.ModelAlone.notYet;
import static dev.corral.operation.ModelAlone.noting;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifyCopyTests {
  private static final Map<String, Object> COPY =
      Map.of(
          "base",
          "debian",
          "generation",
          2,
          "node",
          "n2",
          "wake",
          true,
          "actor",
          "eve",
          "reason",
          "odd");
  private static final JavaDelegate EQUAL = answering("found", "EQUAL");
  private static final JavaDelegate BAD = answering("found", "DIFFERENT");
  private final ModelAlone model = ModelAlone.of("verify-copy", "copy-base");

  @AfterEach
  void close() {
    model.close();
  }

  @Test
  void aGoodCopyIsReadAndThatIsAll() {
    model.when("WakeHolder", notYet()).when("SumCopy", notYet(), notYet(), EQUAL).start(COPY);
    assertThat(model.steps())
        .containsExactly("WakeHolder", "WakeHolder", "SumCopy", "SumCopy", "SumCopy");
    model.then().isEnded().hasPassed("CopyVerified");
  }

  @Test
  void aBadOneIsHealedByACopyOfItsOwn() {
    List<String> notes = new ArrayList<>();
    model
        .when("SumCopy", BAD)
        .when("PublishCopy", noting(notes, "base", "generation", "node", "actor", "reason"))
        .start(COPY);
    assertThat(notes).containsExactly("debian g2 to n2 | debian | 2 | n2 | eve | odd");
    assertThat(model.called()).isEqualTo(Map.of("debian g2 to n2", "CopyReady"));
    assertThat(model.steps()).startsWith("WakeHolder", "SumCopy", "FindSource");
    assertThat(model.steps()).endsWith("PublishCopy", "ConfirmHealed");
    model.then().isEnded().hasPassed("CopyHealed");
  }

  @Test
  void whatSleepsOrIsBeingRemovedIsLeftOut() {
    model.when("SumCopy", answering("found", "NOTHING")).start(COPY);
    assertThat(model.called()).isEmpty();
    model.then().isEnded().hasPassed("CopyLeftOut");
  }

  @Test
  void withoutAGoodCopyItWaitsForAPersonAndGoesOnFromThere() {
    model.when("SumCopy", BAD).when("FindSource", failing(), failing(), failing()).start(COPY);
    assertThat(model.incidents()).containsExactly("FindSource");
    assertThat(model.called()).isEmpty();
    model.retry();
    model.then().isEnded().hasPassed("CopyHealed");
  }

  @Test
  void whatCouldNotBeHealedWaitsForAPerson() {
    model
        .when("SumCopy", BAD)
        .when("CheckRoom", refused("NO_ROOM", "full"))
        .when("ConfirmHealed", failing(), failing(), failing())
        .start(COPY);
    assertThat(model.called()).isEqualTo(Map.of("debian g2 to n2", "RefusedNoRoom"));
    assertThat(model.incidents()).containsExactly("ConfirmHealed");
    model.retry();
    model.then().isEnded().hasPassed("CopyHealed");
  }

  @Test
  void aNodeThatDoesNotAnswerIsAnIncident() {
    model.when("SumCopy", failing(), failing(), failing(), EQUAL).start(COPY);
    assertThat(model.incidents()).containsExactly("SumCopy");
    model.retry();
    model.then().isEnded().hasPassed("CopyVerified");
  }
}
