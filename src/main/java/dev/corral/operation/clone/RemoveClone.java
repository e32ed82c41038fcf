package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.NodeObserved;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.HashMap;
import java.util.Map;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * processes/remove-clone.bpmn: a clone is gone, and its disks are set aside: it can be brought
 * back. A volatile one goes by itself once it is off, for good.
 */
@Component
public class RemoveClone {
  public static final String KIND = Kind.REMOVE_CLONE.key();
  private static final Caller CORRAL = new Caller("corral", Role.OPERATOR);
  private final Gate gate;
  private final Clones clones;
  private final Reach reach;

  RemoveClone(Gate gate, Clones clones, Reach reach) {
    this.gate = gate;
    this.clones = clones;
    this.reach = reach;
  }

  /** Removes it. Refused (CLONE_RUNS) while it runs, unless by force. */
  public Outcome start(Request request, CloneName name, boolean force) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = clones.get(name);
          reach.demand(clone);
          if (!force && clone.state() == Clone.State.RUNNING) {
            throw Refused.conflict(
                    "CLONE_RUNS",
                    name + " runs on " + clone.home(),
                    "stop it first, or remove it with force: then it is switched off")
                .with("clone", name)
                .with("node", clone.home());
          }
          if (request.dryRun())
            return Outcome.planned(KIND, name.value(), Map.of("state", clone.state()));
          return gate.start(request, KIND, name.value(), values(clone));
        });
  }

  public static Map<String, Object> values(Clone clone) {
    Map<String, Object> values =
        new HashMap<>(Map.of("clone", clone.name().value(), "base", clone.base().value()));
    if (clone.home() != null) values.put("node", clone.home().value());
    return values;
  }

  @EventListener
  void observed(NodeObserved seen) {
    for (Clone spent : clones.spent(seen.node())) {
      boolean runs = spent.state() == Clone.State.RUNNING; // its trial was cancelled
      start(new Request(CORRAL, "volatile, and its time is over", null, false), spent.name(), runs);
    }
  }
}
