package dev.corral.operation.power;

import dev.corral.node.Health;
import dev.corral.node.Nodes;
import dev.corral.node.Power;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/power-off-node.bpmn: an empty node is switched off. Guests that run there are never
 * switched off with it. What the administrator wants of the node stays as it is: one that is active
 * may be woken when it is needed.
 */
@Component
public class PowerOffNode {
  public static final String KIND = Kind.POWER_OFF_NODE.key();
  private final Gate gate;
  private final Nodes nodes;
  private final Power power;

  PowerOffNode(Gate gate, Nodes nodes, Power power) {
    this.gate = gate;
    this.nodes = nodes;
    this.power = power;
  }

  /**
   * Switches it off. Refused (GUESTS_RUNNING) at once if guests were seen there; the step asks
   * libvirt again.
   */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        Kind.of(KIND).role(),
        KIND,
        name,
        () -> {
          refuseOff(name);
          power.ensureEmpty(name);
          return true;
        },
        empty -> {
          refuseOff(name);
          if (request.dryRun()) return Outcome.planned(KIND, name.value(), Map.of("guests", 0));
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
  }

  private void refuseOff(NodeName name) {
    if (nodes.admitted(name).health() == Health.OFF)
      throw Refused.conflict("NODE_OFF", name + " is off already", "there is nothing to do")
          .with("node", name);
  }
}
