package dev.corral.operation.base;

import static dev.corral.operation.ModelAlone.answering;
import static dev.corral.operation.ModelAlone.failing;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.ModelAlone;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class VerifyBaseTests {
  private final ModelAlone model = ModelAlone.of("verify-base", "verify-copy", "copy-base");

  @AfterEach
  void close() {
    model.close();
  }

  private static Map<String, Object> of(String copies) {
    return Map.of(
        "base", "debian", "copies", copies, "wake", true, "actor", "eve", "reason", "odd");
  }

  /** Ends so for that node, well for the others. */
  private static JavaDelegate forNode(String node, JavaDelegate ending) {
    return execution -> {
      answering("found", "EQUAL").execute(execution);
      if (node.equals(execution.getVariable("node"))) ending.execute(execution);
    };
  }

  @Test
  void eachCopyIsVerifiedByAnOperationOfItsOwn() {
    List<String> notes = new ArrayList<>();
    JavaDelegate note = ModelAlone.noting(notes, "base", "node", "wake", "actor", "reason");
    List<Object> numbers = new ArrayList<>();
    JavaDelegate number =
        execution -> {
          numbers.add(((Number) execution.getVariable("generation")).intValue());
          answering("found", "EQUAL").execute(execution);
        };
    model.when("WakeHolder", note, note, note).when("SumCopy", number, number, number);
    model.start(of("1@n2,2@n2,10@n10"));
    assertThat(notes)
        .containsExactlyInAnyOrder(
            "debian g1 on n2 | debian | n2 | true | eve | odd",
            "debian g2 on n2 | debian | n2 | true | eve | odd",
            "debian g10 on n10 | debian | n10 | true | eve | odd");
    assertThat(numbers).containsExactlyInAnyOrder(1, 2, 10);
    assertThat(Collections.frequency(model.steps(), "SumUpVerification")).isEqualTo(1);
    model.then().isEnded().hasPassed("BaseVerified");
  }

  @Test
  void aNodeThatDoesNotAnswerHoldsUpNoOtherAndABadCopyIsHealedMeanwhile() {
    JavaDelegate step =
        forNode(
            "n2",
            execution -> {
              throw new IllegalStateException("silent");
            });
    JavaDelegate bad =
        execution -> {
          step.execute(execution);
          if ("n3".equals(execution.getVariable("node")))
            execution.setVariable("found", "DIFFERENT");
        };
    model.when("SumCopy", bad, bad, bad, bad, bad).start(of("1@n1,1@n2,1@n3"));
    assertThat(model.called())
        .isEqualTo(
            Map.of(
                "debian g1 on n1", "CopyVerified",
                "debian g1 on n2", "none yet",
                "debian g1 on n3", "CopyHealed"));
    assertThat(model.incidents()).containsExactly("SumCopy");
    model.when("SumCopy", answering("found", "EQUAL")).retry();
    model.then().isEnded().hasPassed("BaseVerified");
  }

  @Test
  void aSummaryThatFailsIsAnIncident() {
    JavaDelegate equal = answering("found", "EQUAL");
    model
        .when("SumCopy", equal)
        .when("SumUpVerification", failing(), failing(), failing())
        .start(of("1@n1"));
    assertThat(model.incidents()).containsExactly("SumUpVerification");
    model.retry().then().isEnded().hasPassed("BaseVerified");
  }
}
