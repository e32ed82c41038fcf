package dev.corral.operation.base;

import dev.corral.operation.desk.Kind;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;

/** processes/copy-base.bpmn: one generation to one node. Started by enable-base. */
final class CopyBase {
  static final String KIND = Kind.COPY_BASE.key();

  /** As enable-base.bpmn makes it. */
  static String subject(BaseName base, int generation, NodeName node) {
    return base + " g" + generation + " to " + node;
  }

  private CopyBase() {}
}
