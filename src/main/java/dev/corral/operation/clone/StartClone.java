package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.shared.CloneName;
import java.util.Map;
import org.springframework.stereotype.Component;

/** processes/start-clone.bpmn: a clone that is off runs again, on its home and nowhere else. */
@Component
public class StartClone {
  static final String KIND = Kind.START_CLONE.key();
  private final Gate gate;
  private final Clones clones;
  private final Placing placing;
  private final Reach reach;
  private final Nodes nodes;

  StartClone(Gate gate, Clones clones, Placing placing, Reach reach, Nodes nodes) {
    this.nodes = nodes;
    this.gate = gate;
    this.clones = clones;
    this.placing = placing;
    this.reach = reach;
  }

  /** Starts it. */
  public Outcome start(Request request, CloneName name) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = clones.get(name);
          reach.demandHome(clone);
          Node home = nodes.get(clone.home());
          Waking.mayBeWoken(home);
          reach.demand(clone);
          placing.claimMemory(clone);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("node", clone.home().value(), "wakesNode", Waking.sleeps(home)));
          return gate.start(request, KIND, name.value(), values(clone));
        });
  }

  static Map<String, Object> values(Clone clone) {
    return Map.of(
        "clone", clone.name().value(), "base", clone.base().value(), "node", clone.home().value());
  }
}
