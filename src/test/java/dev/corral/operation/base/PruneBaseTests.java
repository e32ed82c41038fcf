package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.failingFor;
import static dev.corral.operation.ModelAlone.noting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class PruneBaseTests {
  private final ModelAlone model = ModelAlone.of("prune-base", "disable-base");

  @AfterEach
  void close() {
    model.close();
  }

  private static Map<String, Object> from(String nodes) {
    return Map.of(
        "base",
        "debian",
        "generation",
        1,
        "nodes",
        nodes,
        "main",
        "n1",
        "actor",
        "eve",
        "reason",
        "old");
  }

  @Test
  void itGoesFromTheMainNodeLastAndThenIsNoMore() {
    List<String> notes = new ArrayList<>();
    JavaDelegate note = noting(notes, "base", "generation", "node", "actor", "reason");
    model.when("RemoveImages", note, note, note).start(from("n2,n3"));
    assertThat(notes)
        .containsExactlyInAnyOrder(
            "debian g1 on n2 | debian | 1 | n2 | eve | old",
            "debian g1 on n3 | debian | 1 | n3 | eve | old",
            "debian g1 on n1 | debian | 1 | n1 | eve | old");
    assertThat(notes.get(2)).contains("n1");
    assertThat(model.steps()).endsWith("WakeForRemoval", "RemoveImages", "ForgetGeneration");
    model.then().isEnded().hasPassed("GenerationRemoved");
  }

  @Test
  void whereItWasOnlyOnTheMainNodeThatIsAll() {
    model.start(from(""));
    assertThat(model.called()).isEqualTo(Map.of("debian g1 on n1", "BaseGone"));
    model.then().isEnded().hasPassed("GenerationRemoved");
  }

  @Test
  void aNodeThatDoesNotAnswerHoldsUpNoOtherAndTheMainNodeWaitsForIt() {
    JavaDelegate onN2 = failingFor("node", "n2");
    model.when("RemoveImages", onN2, onN2, onN2, onN2, onN2).start(from("n2,n3,n4"));
    assertThat(model.called())
        .isEqualTo(
            Map.of(
                "debian g1 on n2", "none yet",
                "debian g1 on n3", "BaseGone",
                "debian g1 on n4", "BaseGone"));
    model.then().isWaitingAt("PruneFromNodes");
    model.when("RemoveImages").retry();
    assertThat(model.called()).hasSize(4).doesNotContainValue("none yet");
    model.then().isEnded().hasPassed("GenerationRemoved");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(
        from(""), List.of("WakeForRemoval", "RemoveImages", "ForgetGeneration"));
  }
}
