package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/stop-clone.bpmn: the guest is asked to shut down; at the deadline it is switched off,
 * if that was wished.
 */
@Component
public class StopClone {
  static final String KIND = Kind.STOP_CLONE.key();
  private static final int USUAL_SECONDS = 120;
  private static final int LONGEST_SECONDS = 24 * 60 * 60;
  private final Gate gate;
  private final Clones clones;
  private final Reach reach;

  StopClone(Gate gate, Clones clones, Reach reach) {
    this.gate = gate;
    this.clones = clones;
    this.reach = reach;
  }

  /**
   * Stops it. The deadline is in seconds, 120 if null; with force the guest is switched off then.
   */
  public Outcome start(Request request, CloneName name, Integer deadline, boolean force) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = clones.get(name);
          reach.demandHome(clone);
          reach.demand(clone);
          int seconds = deadline == null ? USUAL_SECONDS : deadline;
          if (seconds < 0 || seconds > LONGEST_SECONDS)
            throw Refused.invalid(
                    "BAD_DEADLINE",
                    seconds + " s is no deadline",
                    "give 0 to " + LONGEST_SECONDS + " seconds")
                .with("seconds", seconds)
                .with("most", LONGEST_SECONDS);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("node", clone.home().value(), "deadlineSeconds", seconds, "force", force));
          Map<String, Object> values = new HashMap<>(StartClone.values(clone));
          values.put("deadline", seconds);
          values.put("force", force);
          return gate.start(request, KIND, name.value(), values);
        });
  }
}
