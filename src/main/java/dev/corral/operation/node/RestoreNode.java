package dev.corral.operation.node;

import dev.corral.clone.Evacuations;
import dev.corral.engine.Operations;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/restore-node.bpmn: a drained node is woken if it is off, takes clones again, and gets
 * back what drains have moved away from it.
 */
@Component
public class RestoreNode {
  public static final String KIND = Kind.RESTORE_NODE.key();

  private final Gate gate;
  private final Nodes nodes;
  private final Evacuations evacuations;
  private final Operations operations;

  RestoreNode(Gate gate, Nodes nodes, Evacuations evacuations, Operations operations) {
    this.gate = gate;
    this.nodes = nodes;
    this.evacuations = evacuations;
    this.operations = operations;
  }

  /** Restores it. A dry run answers which clones would come back. */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Node node = nodes.admitted(name);
          List<String> back =
              evacuations.awayFrom(name).stream().map(e -> e.cloneName().value()).toList();
          if (operations.isOpen(DrainNode.KIND, name.value()))
            throw Refused.conflict(
                    "NODE_DRAINING", name + " is being drained", "cancel that, or wait for it")
                .with("node", name);
          if (request.dryRun())
            return Outcome.planned(
                KIND, name.value(), Map.of("wake", asleep(node), "clones", back));
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
  }

  static boolean asleep(Node node) {
    return node.health() == Health.OFF || node.health() == Health.WAKING;
  }
}
