package dev.corral.operation.power;

import dev.corral.engine.Operations;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.Map;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * processes/wake-node.bpmn: magic packets until libvirt answers, or until the deadline, which names
 * the stage that was not reached.
 */
@Component
public class WakeNode {
  public static final String KIND = Kind.WAKE_NODE.key();

  private final Gate gate;
  private final Nodes nodes;
  private final Operations operations;
  private final Duration patience;

  WakeNode(
      Gate gate,
      Nodes nodes,
      Operations operations,
      @Value("${corral.wake.deadline}") Duration patience) {
    this.gate = gate;
    this.nodes = nodes;
    this.operations = operations;
    this.patience = patience;
  }

  /** Wakes it. */
  public Outcome start(Request request, NodeName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Node node = nodes.admitted(name);
          if (node.mac() == null)
            throw Refused.conflict(
                    "MAC_UNKNOWN",
                    "the hardware address of " + name + " is not known",
                    "switch it on once by hand; Corral reads the address from it")
                .with("node", name);
          if (operations.isOpen(PowerOffNode.KIND, name.value()))
            throw Refused.conflict(
                "NODE_SWITCHING_OFF",
                name + " is being switched off",
                "wait until it is off, or cancel that operation; then wake it");
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("macAddress", node.mac(), "deadlineSeconds", patience.toSeconds()));
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
  }
}
