package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.Refused;
import org.springframework.stereotype.Component;

/** Whether anything can be done with a clone where it lives. */
@Component
class Reach {
  private final Nodes nodes;

  Reach(Nodes nodes) {
    this.nodes = nodes;
  }

  /**
   * Refused (NODE_LOST) while its home is lost: it may well run there, and nothing that is said of
   * it would be true.
   */
  void demand(Clone clone) {
    if (clone.home() == null) return;
    Node home = nodes.get(clone.home());
    if (home.health() != Health.LOST) return;
    throw Refused.conflict(
            "NODE_LOST",
            "%s lives on %s, which is lost: %s. It may still run there"
                .formatted(clone.name(), home.name(), home.evidence()),
            "wait until "
                + home.name()
                + " answers again; if it is off for sure, confirm that (confirm-off), and say whether its clones shall be made anew elsewhere")
        .with("clone", clone.name())
        .with("node", home.name())
        .with("evidence", home.evidence());
  }
}
