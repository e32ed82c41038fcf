package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.NotFound;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/disable-base.bpmn: all generations of a base go from one node. Also called by
 * remove-base, for each node, and by prune-base, for one generation.
 */
@Component
public class DisableBase {
  public static final String KIND = Kind.DISABLE_BASE.key();

  private final Gate gate;
  private final Bases bases;
  private final Copies copies;
  private final Nodes nodes;
  private final BaseUse use;

  DisableBase(Gate gate, Bases bases, Copies copies, Nodes nodes, BaseUse use) {
    this.gate = gate;
    this.bases = bases;
    this.copies = copies;
    this.nodes = nodes;
    this.use = use;
  }

  /** As remove-base.bpmn makes it, too. */
  static String subject(BaseName base, NodeName node) {
    return base + " on " + node;
  }

  /** Removes it from there. Refused (BASE_IN_USE) with the names of the clones that need it. */
  public Outcome start(Request request, BaseName base, NodeName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Node node = nodes.get(name);
          bases.get(base);
          use.refuseLeaving(base, List.of());
          List<Copy> there =
              bases.copies(base).stream().filter(c -> c.node().equals(name)).toList();
          if (there.isEmpty()) throw new NotFound("copy", base + " on " + name);
          if (node.main())
            throw Refused.invalid(
                "MAIN_NODE",
                name + " is the main node: every base exists there first",
                "remove the whole base, or keep it there");
          use.refuseNeeded(base, name);
          use.refuseBusy(base, name);
          Waking.mayBeWoken(node);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                subject(base, name),
                Map.of(
                    "node",
                    name.value(),
                    "generations",
                    there.stream().map(Copy::generation).toList(),
                    "bytes",
                    there.stream().mapToLong(this::bytes).sum(),
                    "wakesNode",
                    Waking.sleeps(node)));
          copies.leave(base, name);
          return gate.start(
              request,
              KIND,
              subject(base, name),
              Map.of("base", base.value(), "node", name.value()));
        });
  }

  private long bytes(Copy copy) {
    return bases.generation(copy.base(), copy.generation()).size();
  }
}
