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

class RemoveBaseTests {
  private final ModelAlone model = ModelAlone.of("remove-base", "disable-base");

  @AfterEach
  void close() {
    model.close();
  }

  private static Map<String, Object> from(String nodes) {
    return Map.of("base", "debian", "nodes", nodes, "main", "n1", "actor", "eve", "reason", "old");
  }

  @Test
  void itGoesFromTheMainNodeLastAndThenItsNameIsFree() {
    List<String> notes = new ArrayList<>();
    JavaDelegate note = noting(notes, "base", "node", "actor", "reason");
    model.when("RemoveImages", note, note, note).start(from("n2,n3"));
    assertThat(notes)
        .containsExactlyInAnyOrder(
            "debian on n2 | debian | n2 | eve | old",
            "debian on n3 | debian | n3 | eve | old",
            "debian on n1 | debian | n1 | eve | old");
    assertThat(notes.get(2)).contains("n1");
    assertThat(model.steps()).endsWith("WakeForRemoval", "RemoveImages", "ForgetBase");
    model.then().isEnded().hasPassed("BaseRemoved");
  }

  @Test
  void whereItWasOnlyOnTheMainNodeThatIsAll() {
    model.start(from(""));
    assertThat(model.called()).isEqualTo(Map.of("debian on n1", "BaseGone"));
    model.then().isEnded().hasPassed("BaseRemoved");
  }

  @Test
  void aNodeThatDoesNotAnswerHoldsUpNoOtherAndTheMainNodeWaitsForIt() {
    JavaDelegate onN2 = failingFor("node", "n2");
    model.when("RemoveImages", onN2, onN2, onN2, onN2, onN2).start(from("n2,n3,n4"));
    assertThat(model.called())
        .isEqualTo(
            Map.of(
                "debian on n2", "none yet",
                "debian on n3", "BaseGone",
                "debian on n4", "BaseGone"));
    model.then().isWaitingAt("RemoveFromNodes");
    model.when("RemoveImages").retry();
    assertThat(model.called()).hasSize(4).doesNotContainValue("none yet");
    model.then().isEnded().hasPassed("BaseRemoved");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(
        from(""), List.of("WakeForRemoval", "RemoveImages", "ForgetBase"));
  }
}
