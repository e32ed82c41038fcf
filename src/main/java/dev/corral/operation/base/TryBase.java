package dev.corral.operation.base;

import dev.corral.operation.desk.Kind;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;

/**
 * processes/try-base.bpmn: a volatile clone of one generation on one node must come to run, and
 * still run some seconds later; then it goes. Started by rollout-base.
 */
final class TryBase {
  static final String KIND = Kind.TRY_BASE.key();

  /** The step that says whether it ran: done, or refused with the reason. */
  static final String VERDICT = "ConfirmTrial";

  static String subject(BaseName base, int generation, NodeName node) {
    return base + " g" + generation + " on " + node;
  }

  private TryBase() {}
}
