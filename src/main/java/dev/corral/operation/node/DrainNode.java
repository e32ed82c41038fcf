package dev.corral.operation.node;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Evacuations;
import dev.corral.clone.Evacuee.Mode;
import dev.corral.node.Monitor;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.Placing;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Decision;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * processes/drain-node.bpmn: a node's guests leave it, each by a drain-guest of its own; then it
 * may be switched off.
 */
@Component
public class DrainNode {
  public static final String KIND = Kind.DRAIN_NODE.key();
  private static final int USUAL_SECONDS = 600;
  private static final int LONGEST_SECONDS = 7 * 24 * 60 * 60;

  /** All clones of one node. */
  private static final int MOST = 10_000;

  private final Gate gate;
  private final Nodes nodes;
  private final Clones clones;
  private final Evacuations evacuations;
  private final Placing placing;
  private final Monitor monitor;

  DrainNode(
      Gate gate,
      Nodes nodes,
      Clones clones,
      Evacuations evacuations,
      Placing placing,
      Monitor monitor) {
    this.gate = gate;
    this.nodes = nodes;
    this.clones = clones;
    this.evacuations = evacuations;
    this.placing = placing;
    this.monitor = monitor;
  }

  /**
   * How a node shall be drained. What is null is as usual.
   *
   * @param mode wait, migrate (usual), shutdown or force
   * @param deadline in seconds, from the beginning
   * @param then the mode for those still there at the deadline; without it each of them waits for a
   *     person
   * @param powerOff whether it is switched off in the end
   * @param guests another mode for single guests, by name
   */
  public record Wish(
      String mode, Integer deadline, String then, Boolean powerOff, Map<String, String> guests) {}

  /**
   * Drains it. Refused (DRAIN_BLOCKED) if a guest cannot leave in the way that is wished; a dry run
   * answers the plan with what stands in its way.
   */
  public Outcome start(Request request, NodeName name, Wish wish) {
    boolean powerOff = Boolean.TRUE.equals(wish.powerOff());
    Role needed = powerOff ? Role.ADMIN : Kind.DRAIN_NODE.role();
    return gate.pass(
        request,
        needed,
        KIND,
        name,
        () -> {
          nodes.admitted(name);
          Terms.of(wish);
          return monitor.look(name).running();
        },
        guests -> {
          Node node = nodes.admitted(name);
          Terms terms = Terms.of(wish);
          Mode mode = terms.mode();
          Mode then = terms.then();
          int deadline = terms.deadline();
          Map<String, Mode> own = own(wish, guests, name);
          DrainPlan plan = DrainPlan.of(leaving(name, guests), mode, own, then != null);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of(
                    "guests",
                    plan.guests(),
                    "blockers",
                    plan.blocked().size(),
                    "deadlineSeconds",
                    deadline,
                    "powerOff",
                    powerOff));
          refuseBlocked(plan);
          Map<String, Object> values = new HashMap<>();
          values.put("node", name.value());
          values.put("mode", mode.name());
          if (then != null) values.put("last", then.name());
          values.put("deadline", deadline);
          values.put("powerOff", powerOff);
          values.put("before", node.availability().name());
          Outcome outcome = gate.start(request, needed, KIND, name.value(), values);
          for (Guest guest : guests)
            evacuations.add(
                outcome.operation().id(), name, guest, own.getOrDefault(guest.name(), mode));
          return outcome;
        });
  }

  /** What of a wish can be judged without a look at the node. */
  private record Terms(Mode mode, Mode then, int deadline) {
    static Terms of(Wish wish) {
      Mode then = wish.then() == null ? null : DrainNode.mode(wish.then());
      if (then == Mode.WAIT)
        throw Refused.invalid(
            "BAD_MODE",
            "waiting is no way to end a drain",
            "use migrate, shutdown or force for what comes after the deadline");
      return new Terms(
          wish.mode() == null ? Mode.MIGRATE : DrainNode.mode(wish.mode()),
          then,
          DrainNode.deadline(wish.deadline()));
    }
  }

  private static Mode mode(String text) {
    try {
      return Mode.valueOf(text.toUpperCase(Locale.ROOT));
    } catch (IllegalArgumentException e) {
      throw Refused.invalid(
          "BAD_MODE", "'" + text + "' is no way to drain", "use wait, migrate, shutdown or force");
    }
  }

  private static int deadline(Integer seconds) {
    if (seconds == null) return USUAL_SECONDS;
    if (seconds >= 0 && seconds <= LONGEST_SECONDS) return seconds;
    throw Refused.invalid(
            "BAD_DEADLINE",
            seconds + " s is no deadline",
            "give 0 to " + LONGEST_SECONDS + " seconds")
        .with("seconds", seconds)
        .with("most", LONGEST_SECONDS);
  }

  private static Map<String, Mode> own(Wish wish, List<Guest> guests, NodeName node) {
    Map<String, Mode> own = new HashMap<>();
    if (wish.guests() == null) return own;
    wish.guests()
        .forEach(
            (name, mode) -> {
              if (guests.stream().noneMatch(g -> g.name().equals(name)))
                throw Refused.invalid(
                    "GUEST_UNKNOWN",
                    "no guest '" + name + "' runs on " + node,
                    "name only guests that run there");
              own.put(name, mode(mode));
            });
    return own;
  }

  private List<DrainPlan.Leaving> leaving(NodeName node, List<Guest> guests) {
    Map<UUID, Clone> ours =
        clones.list(new Clones.Filter(null, node.value(), null, null), 0, MOST).stream()
            .filter(c -> c.id() != null)
            .collect(Collectors.toMap(Clone::id, Function.identity()));
    List<Clone> running =
        guests.stream().map(g -> ours.get(g.id())).filter(c -> c != null).toList();
    Map<CloneName, Decision> elsewhere = placing.evacuation(running);
    return guests.stream()
        .map(
            g -> {
              Clone clone = ours.get(g.id());
              return new DrainPlan.Leaving(
                  g, clone, clone == null ? null : elsewhere.get(clone.name()));
            })
        .toList();
  }

  private static void refuseBlocked(DrainPlan plan) {
    if (plan.blocked().isEmpty()) return;
    throw Refused.conflict(
        "DRAIN_BLOCKED",
        plan.blocked().stream()
            .map(e -> e.guest() + ": " + e.blocker())
            .collect(Collectors.joining("; ")),
        "give these guests another mode (\"guests\": {\"name\": \"shutdown\"}), or say what comes after the deadline (\"then\")");
  }
}
