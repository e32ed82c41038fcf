package dev.corral.operation.base;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.node.Availability;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/rollback-base.bpmn: new clones get another generation from now on, and none that is
 * newer. Nothing is copied; clones that are there stay as they are.
 */
@Component
public class RollbackBase {
  static final String KIND = Kind.ROLLBACK_BASE.key();
  private final Gate gate;
  private final Bases bases;
  private final Nodes nodes;
  private final Claims claims;

  RollbackBase(Gate gate, Bases bases, Nodes nodes, Claims claims) {
    this.gate = gate;
    this.bases = bases;
    this.nodes = nodes;
    this.claims = claims;
  }

  /**
   * Switches to that generation. Refused (GENERATION_NOT_THERE) if no node that takes clones has
   * it.
   */
  public Outcome start(Request request, BaseName name, int generation) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Base base = bases.get(name);
          bases.generation(name, generation);
          if (base.current() == generation)
            throw Refused.conflict(
                "ALREADY_CURRENT",
                "new clones of " + name + " get generation " + generation + " already",
                "there is nothing to do");
          claims.decideAlone(); // nobody removes it meanwhile
          List<NodeName> where = usable(name, generation);
          if (where.isEmpty())
            throw Refused.conflict(
                "GENERATION_NOT_THERE",
                "no node that takes clones has a ready copy of " + name + " g" + generation,
                "wake or activate a node that has one, or choose another generation");
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("from", base.current(), "to", generation, "nodes", where));
          return gate.start(
              request, KIND, name.value(), Map.of("base", name.value(), "generation", generation));
        });
  }

  private List<NodeName> usable(BaseName base, int generation) {
    return bases.copies(base).stream()
        .filter(c -> c.generation() == generation && c.state() == Copy.State.READY)
        .map(Copy::node)
        .filter(n -> takesClones(nodes.get(n)))
        .toList();
  }

  private static boolean takesClones(Node node) {
    return node.availability() == Availability.ACTIVE && node.health() != Health.LOST;
  }
}
