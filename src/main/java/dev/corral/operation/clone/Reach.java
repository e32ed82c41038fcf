package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.placement.Claims;
import dev.corral.shared.Refused;
import org.springframework.stereotype.Component;

/** Whether anything can be done with a clone where it lives. */
@Component
class Reach {
  private final Nodes nodes;
  private final Claims claims;

  Reach(Nodes nodes, Claims claims) {
    this.nodes = nodes;
    this.claims = claims;
  }

  /**
   * Refused (CLONE_WITHOUT_HOME) for a clone that has no place: its provisioning failed, or was
   * cancelled.
   */
  void demandHome(Clone clone) {
    if (clone.home() != null && claims.of(clone.name().value()).isPresent()) return;
    throw Refused.conflict(
            "CLONE_WITHOUT_HOME",
            clone.name() + " lives on no node: its provisioning failed, or was cancelled",
            "remove it, and ask for a new one")
        .with("clone", clone.name());
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
                + " answers again; if you know that it is off, confirm that (confirm-off) and choose whether its clones are recreated elsewhere")
        .with("clone", clone.name())
        .with("node", home.name())
        .with("evidence", home.evidence());
  }
}
