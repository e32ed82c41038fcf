package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.failingFor;
import static dev.corral.operation.ModelAlone.noting;
import static dev.corral.operation.ModelAlone.refused;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class EnableBaseTests {
  private final ModelAlone model = ModelAlone.of("enable-base", "copy-base");

  @AfterEach
  void close() {
    model.close();
  }

  private static Map<String, Object> to(String nodes) {
    return Map.of(
        "base",
        "debian",
        "generation",
        2,
        "nodes",
        nodes,
        "actor",
        "eve",
        "reason",
        "the new term");
  }

  @Test
  void eachNodeGetsACopyOfItsOwnWithItsOwnSubject() {
    List<String> notes = new ArrayList<>();
    JavaDelegate note = noting(notes, "base", "generation", "node", "actor", "reason");
    model.when("CheckRoom", note, note, note).start(to("n2,n3,n10"));
    assertThat(notes)
        .containsExactlyInAnyOrder(
            "debian g2 to n2 | debian | 2 | n2 | eve | the new term",
            "debian g2 to n3 | debian | 2 | n3 | eve | the new term",
            "debian g2 to n10 | debian | 2 | n10 | eve | the new term");
    assertThat(model.steps()).endsWith("PublishCopy", "SumUpCopies");
    assertThat(Collections.frequency(model.steps(), "SumUpCopies")).isEqualTo(1);
    model.then().isEnded().hasPassed("BaseDistributed");
  }

  @Test
  void forOneNodeThereIsOneCopy() {
    model.start(to("n2"));
    assertThat(model.called()).isEqualTo(Map.of("debian g2 to n2", "CopyReady"));
    model.then().isEnded().hasPassed("BaseDistributed");
  }

  @Test
  void forNoNodeThereIsNothingToDo() {
    model.start(to(""));
    assertThat(model.steps()).containsExactly("SumUpCopies");
    model.then().isEnded().hasPassed("BaseDistributed");
  }

  @Test
  void aRefusedCopyHoldsUpNoOther() {
    model.when("CheckRoom", refused("NO_ROOM", "full")).start(to("n2,n3"));
    assertThat(model.called().values()).containsExactlyInAnyOrder("RefusedNoRoom", "CopyReady");
    model.then().isEnded().hasPassed("BaseDistributed");
  }

  @Test
  void aFailedCopyHoldsUpNoOtherAndTheWholeWaitsForIt() {
    JavaDelegate onN2 = failingFor("node", "n2");
    model.when("SendImages", onN2, onN2, onN2, onN2, onN2).start(to("n2,n3,n4"));
    assertThat(model.incidents()).containsExactly("SendImages");
    assertThat(model.called())
        .isEqualTo(
            Map.of(
                "debian g2 to n2", "none yet",
                "debian g2 to n3", "CopyReady",
                "debian g2 to n4", "CopyReady"));
    model.then().isWaitingAt("CopyToNodes");
    model.when("SendImages").retry();
    assertThat(model.called())
        .hasSize(3)
        .containsValue("CopyReady")
        .doesNotContainValue("none yet");
    model.then().isEnded().hasPassed("BaseDistributed");
  }

  @Test
  void aStepThatFailsWaitsForAPersonAndGoesOnFromThere() {
    model.eachOfThemIsAnIncidentAndGoesOnFromThere(
        to("n2"),
        List.of(
            "WakeTarget",
            "CheckRoom",
            "SendImages",
            "SumImages",
            "WithdrawKey",
            "PublishCopy",
            "SumUpCopies"));
  }
}
