package dev.corral.operation.node;

import dev.corral.engine.Operation;
import dev.corral.node.Silences;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Caller;
import dev.corral.shared.NodeName;
import dev.corral.shared.Role;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/recover-node.bpmn: a node was lost. What can be done without it is done; then it is
 * awaited, and what it brings back is compared with what has become of its clones. Corral starts it
 * by itself.
 */
@Component
class RecoverNode {
  static final String KIND = Kind.RECOVER_NODE.key();
  private static final Caller CORRAL = new Caller("corral", Role.ADMIN);

  private final Gate gate;
  private final Silences silences;

  RecoverNode(Gate gate, Silences silences) {
    this.gate = gate;
    this.silences = silences;
  }

  /** Begins it for a silent node, and keeps which operation sees to that silence. */
  Operation start(NodeName name, String reason) {
    return gate.pass(
            new Request(CORRAL, reason, null, false),
            KIND,
            () -> {
              Outcome outcome =
                  gate.start(
                      new Request(CORRAL, reason, null, false),
                      KIND,
                      name.value(),
                      Map.of("node", name.value()));
              silences.recovering(name, outcome.operation().id());
              return outcome;
            })
        .operation();
  }
}
