package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Decision;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.HashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/move-clone.bpmn: a clone gets another home. Live where it can be; else it is shut down,
 * its overlays are sent, and it is started there. What stays behind is removed.
 */
@Component
public class MoveClone {
  public static final String KIND = Kind.MOVE_CLONE.key();

  /** A guest that was asked to shut down for its move has so many seconds, if nothing is said. */
  private static final int USUAL_SECONDS = 120;

  private static final int LONGEST_SECONDS = 24 * 60 * 60;

  private final Gate gate;
  private final Clones clones;
  private final Nodes nodes;
  private final Placing placing;
  private final Reach reach;

  MoveClone(Gate gate, Clones clones, Nodes nodes, Placing placing, Reach reach) {
    this.gate = gate;
    this.clones = clones;
    this.nodes = nodes;
    this.placing = placing;
    this.reach = reach;
  }

  /**
   * How somebody wants it moved. What is null is left to Corral.
   *
   * @param node where to; the best one if null
   * @param live true: only without stopping it; false: only while it is off; null: live if that can
   *     be
   * @param deadline seconds that the guest has to shut down, if it must
   */
  public record Wish(String node, Boolean live, Integer deadline) {
    /** The best node, live if that can be. */
    public static final Wish ANY = new Wish(null, null, null);
  }

  /** Moves it. Refused (NO_ROOM) if no other node, or not the wished one, takes it. */
  public Outcome start(Request request, CloneName name, Wish wish) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = clones.get(name);
          reach.demandHome(clone);
          reach.demand(clone);
          if (wish.node() != null) nodes.get(new NodeName(wish.node()));
          Decision decision = checked(clone, wish);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("from", clone.home(), "to", decision.node(), "why", decision.words()));
          return gate.start(request, KIND, name.value(), values(clone, wish));
        });
  }

  private Decision checked(Clone clone, Wish wish) {
    if (wish.deadline() != null && (wish.deadline() < 0 || wish.deadline() > LONGEST_SECONDS))
      throw Refused.invalid(
          "BAD_DEADLINE",
          wish.deadline() + " s is no deadline",
          "give 0 to " + LONGEST_SECONDS + " seconds");
    if (clone.isVolatile() && Boolean.FALSE.equals(wish.live()))
      throw Refused.invalid(
          "CLONE_VOLATILE",
          clone.name() + " is volatile: it would be gone once it is shut down",
          "move it live, or remove it");
    if (wish.node() != null && clone.home().value().equals(wish.node()))
      throw Refused.conflict(
          "LIVES_THERE", clone.name() + " lives on " + clone.home() + " already", "name another");
    NodeName wanted = wish.node() == null ? null : new NodeName(wish.node());
    Decision decision = placing.elsewhere(clone, wanted, Map.of());
    if (decision.node() != null) return decision;
    throw Refused.conflict(
        "NO_ROOM",
        clone.name() + " cannot leave " + clone.home() + ": " + decision.words(),
        "make room on another node, enable the base there, or activate it");
  }

  public static Map<String, Object> values(Clone clone, Wish wish) {
    Map<String, Object> values = new HashMap<>(StartClone.values(clone));
    if (wish.node() != null) values.put("wanted", wish.node());
    if (wish.live() != null) values.put("live", wish.live());
    values.put("deadline", wish.deadline() == null ? USUAL_SECONDS : wish.deadline());
    values.put("tried", "");
    return values;
  }
}
