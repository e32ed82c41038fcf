package dev.corral.operation.base;

import dev.corral.engine.Operation;
import dev.corral.engine.OperationStep;
import dev.corral.node.Health;
import dev.corral.shared.NodeName;
import java.util.List;
import java.util.stream.Collectors;

/**
 * What came of trying a generation on a node.
 *
 * @param why in the words of the step that said so; empty if there is nothing to say
 */
record Trial(NodeName node, Verdict verdict, String why) {
  /** UNTRIED: the node could not try it, which says nothing about the base. */
  enum Verdict {
    OPEN,
    PASSED,
    FAILED,
    UNTRIED
  }

  /** As the operation of that trial tells. */
  static Trial of(NodeName node, Operation trial, Health health) {
    OperationStep verdict = null;
    String trouble = "";
    for (OperationStep step : trial.steps()) {
      if (step.id().equals(TryBase.VERDICT)) verdict = step;
      if (step.error() != null) trouble = step.error().detail();
    }
    if (verdict != null && verdict.state() == OperationStep.State.DONE)
      return new Trial(node, Verdict.PASSED, "");
    if (verdict != null && verdict.state() == OperationStep.State.REFUSED)
      return new Trial(node, Verdict.FAILED, trouble);
    if (health == Health.LOST) return new Trial(node, Verdict.UNTRIED, "it is lost");
    boolean over = trial.state().ended() || trial.state() == Operation.State.INCIDENT;
    return new Trial(node, over ? Verdict.UNTRIED : Verdict.OPEN, trouble);
  }

  /** {@code n1 passed; n2 untried: it is lost}. */
  static String words(List<Trial> trials) {
    return trials.stream()
        .map(
            t ->
                t.node()
                    + (t.verdict() == Verdict.FAILED
                        ? ""
                        : " " + t.verdict().name().toLowerCase(java.util.Locale.ROOT))
                    + (t.why().isEmpty() ? "" : ": " + t.why()))
        .collect(Collectors.joining("; "));
  }
}
