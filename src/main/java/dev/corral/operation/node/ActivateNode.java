package dev.corral.operation.node;

import dev.corral.node.Availability;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.NodeName;
import java.util.Map;
import org.springframework.stereotype.Component;

/** processes/activate-node.bpmn: clones may be placed there again. */
@Component
public class ActivateNode {
  public static final String KIND = Kind.ACTIVATE_NODE.key();
  private final Gate gate;
  private final Nodes nodes;

  ActivateNode(Gate gate, Nodes nodes) {
    this.gate = gate;
    this.nodes = nodes;
  }

  /** From now on clones may be placed there again. */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          nodes.get(name);
          if (request.dryRun())
            return Outcome.planned(KIND, name.value(), Map.of("availability", Availability.ACTIVE));
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
  }
}
