package dev.corral.operation.clone;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.FreeNames;
import dev.corral.clone.Returning;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import dev.corral.storage.AsideItem;
import dev.corral.storage.AsideItems;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/bring-back-clone.bpmn: a removed clone is there again, with its data, from what is set
 * aside of it. It is off then.
 */
@Component
public class BringBackClone {
  static final String KIND = Kind.BRING_BACK_CLONE.key();
  private final Gate gate;
  private final AsideItems items;
  private final Returning returning;
  private final Clones clones;
  private final FreeNames freeNames;
  private final Bases bases;
  private final Nodes nodes;
  private final Claims claims;
  private final Placing placing;
  private final Reach reach;

  BringBackClone(
      Gate gate,
      AsideItems items,
      Returning returning,
      Clones clones,
      FreeNames freeNames,
      Bases bases,
      Nodes nodes,
      Claims claims,
      Placing placing,
      Reach reach) {
    this.gate = gate;
    this.items = items;
    this.returning = returning;
    this.clones = clones;
    this.freeNames = freeNames;
    this.bases = bases;
    this.nodes = nodes;
    this.claims = claims;
    this.placing = placing;
    this.reach = reach;
  }

  /**
   * Brings it back. From here on its name is its own again.
   *
   * @param id of what is set aside; null for the newest of that clone that is not superseded
   */
  public Outcome start(Request request, CloneName name, String id) {
    return gate.pass(
        request,
        KIND,
        () -> {
          claims.decideAlone(); // nobody removes the generation, or takes the name, meanwhile
          AsideItem item = items.toBringBack(name, id).orElseThrow(() -> notAside(name, id));
          refuseExisting(name, item);
          refuseWithoutOrigin(item);
          Clone clone = Returning.record(item);
          Generation generation = generation(clone, item);
          freeNames.refuseTaken(name, item.guest());
          if (request.dryRun()) return Outcome.planned(KIND, name.value(), plan(clone, item));
          returning.reclaim(item);
          claims.parkAgain(
              item.guest(),
              name.value(),
              item.node().value(),
              Placing.demand(generation, clone.memory()));
          Outcome started = gate.start(request, KIND, name.value(), StartClone.values(clone));
          items.bringingBack(item.id(), started.operation().id());
          return started;
        });
  }

  private static Refused notAside(CloneName name, String id) {
    return Refused.conflict(
        "NOT_ASIDE",
        (id == null ? "nothing that is current" : "no '" + id + "'") + " is set aside of " + name,
        "look what is: GET /clones/" + name + "/aside; name one of these by its id");
  }

  private void refuseExisting(CloneName name, AsideItem item) {
    if (item.backBy() != null)
      throw Refused.conflict(
          "OPERATION_RUNNING",
          name + " is being brought back already",
          "wait for that operation: GET /operations/" + item.backBy());
    Clone there = clones.find(name).orElse(null);
    if (there == null || Returning.isPartOf(there, item)) return;
    throw Refused.conflict(
        "CLONE_EXISTS",
        "there is a clone '" + name + "' already",
        "remove that one first: its disk is set aside, too; then bring back this one by its id, "
            + item.id());
  }

  private static void refuseWithoutOrigin(AsideItem item) {
    if (item.origin() != null) return;
    throw Refused.conflict(
        "ORIGIN_UNKNOWN",
        "an earlier version set %s aside, and did not keep what it was made of"
            .formatted(item.cloneName()),
        "its files are in %s on %s: make a new clone of its base there, and put them in the place of that one's while it is off"
            .formatted(item.path(), item.node()));
  }

  private Generation generation(Clone clone, AsideItem item) {
    Node node =
        nodes
            .find(item.node())
            .filter(Node::admitted)
            .orElseThrow(
                () ->
                    Refused.conflict(
                        "NODE_GONE",
                        "%s, where the disk of %s is, is no node of this herd"
                            .formatted(item.node(), clone.name()),
                        "onboard it again, then try again; or fetch the files there: "
                            + item.path()));
    reach.demand(clone);
    Waking.mayBeWoken(node);
    placing.refuseDraining(node.name());
    boolean ready =
        bases
            .copy(clone.base(), clone.generation(), node.name())
            .filter(c -> c.state() == Copy.State.READY)
            .isPresent();
    if (ready) return bases.generation(clone.base(), clone.generation());
    throw Refused.conflict(
        "BASE_GONE",
        "%s is an overlay on generation %d of base '%s', of which %s has no ready copy"
            .formatted(clone.name(), clone.generation(), clone.base(), node.name()),
        "enable the base there, or verify its copy, if it still has that generation; else the files in %s are of use only with the images of that generation"
            .formatted(item.path()));
  }

  private Map<String, Object> plan(Clone clone, AsideItem item) {
    Map<String, Object> plan = new LinkedHashMap<>();
    plan.put("id", item.id());
    plan.put("node", item.node().value());
    plan.put("wakesNode", Waking.sleeps(nodes.get(item.node())));
    plan.put("since", item.since());
    plan.put("files", item.files());
    plan.put("bytes", item.bytes());
    plan.put("base", clone.base().value());
    plan.put("generation", clone.generation());
    return plan;
  }
}
