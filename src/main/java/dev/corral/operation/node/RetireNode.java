package dev.corral.operation.node;

import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Leftover;
import dev.corral.clone.Leftovers;
import dev.corral.engine.Operations;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/retire-node.bpmn: a node is taken out for good. Its guests leave it, and nothing of
 * Corral's stays there; of one that will never answer again it is listed what stays.
 */
@Component
public class RetireNode {
  static final String KIND = Kind.RETIRE_NODE.key();
  private static final int DRAIN_SECONDS = 3_600;
  static final int MOST = 10_000;

  private final Gate gate;
  private final Nodes nodes;
  private final Bases bases;
  private final Clones clones;
  private final Leftovers leftovers;
  private final Operations operations;

  RetireNode(
      Gate gate,
      Nodes nodes,
      Bases bases,
      Clones clones,
      Leftovers leftovers,
      Operations operations) {
    this.gate = gate;
    this.nodes = nodes;
    this.bases = bases;
    this.clones = clones;
    this.leftovers = leftovers;
    this.operations = operations;
  }

  /**
   * Retires it. A dry run answers what would move, be removed, or, with force, stay behind.
   *
   * @param force for a node that will never answer again: nothing is done there
   */
  public Outcome start(Request request, NodeName name, boolean force) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Node node = nodes.get(name);
          refuseNeeded(node);
          if (force) refuseAlive(node);
          else refuseUnready(node);
          if (request.dryRun()) return plan(node, force);
          if (force && (request.reason() == null || request.reason().isBlank()))
            throw Refused.invalid(
                "REASON_NEEDED",
                "that " + name + " will never answer again is kept with a reason",
                "give a \"reason\"");
          Map<String, Object> values = new HashMap<>();
          values.put("node", name.value());
          values.put("forced", force);
          values.put("mode", "MIGRATE");
          values.put("deadline", DRAIN_SECONDS);
          values.put("powerOff", false);
          values.put("before", node.availability().name());
          return gate.start(request, KIND, name.value(), values);
        });
  }

  private void refuseNeeded(Node node) {
    if (node.main() && !bases.list().isEmpty())
      throw Refused.invalid(
          "MAIN_NODE",
          node.name() + " is the main node: " + bases.list().size() + " bases are made from there",
          "remove the bases first");
    List<String> busy =
        operations
            .list(
                new Operations.Filter(null, null, null, node.name().value(), null, null, null),
                0,
                MOST)
            .stream()
            .filter(o -> !o.state().ended() && !o.kind().equals(RecoverNode.KIND))
            .map(o -> o.kind() + " " + o.subject())
            .toList();
    if (!busy.isEmpty())
      throw Refused.conflict(
          "NODE_BUSY",
          "operations have not ended on " + node.name() + ": " + String.join(", ", busy),
          "wait for them, or cancel them");
  }

  private static void refuseAlive(Node node) {
    if (!node.admitted() || node.health() == Health.LOST || node.health() == Health.OFF) return;
    throw Refused.conflict(
        "NODE_ANSWERS",
        node.name() + " is " + node.health() + ": " + node.evidence(),
        "retire it without force, so that nothing stays on it; or switch it off first");
  }

  private void refuseUnready(Node node) {
    if (node.health() != Health.UP)
      throw Refused.conflict(
          "NODE_SILENT",
          node.name() + " is " + node.health() + ": what Corral has put there cannot be removed",
          "wake or repair it; if it will never answer again, retire it with force");
    List<String> failed =
        at(node.name()).stream()
            .filter(c -> c.state() == Clone.State.FAILED)
            .map(c -> c.name().value())
            .toList();
    if (!failed.isEmpty())
      throw Refused.conflict(
          "CLONES_FAILED",
          "these clones on " + node.name() + " have failed: " + String.join(", ", failed),
          "remove them first");
    List<Leftover> kept = kept(node.name());
    if (!kept.isEmpty())
      throw Refused.conflict(
          "DISKS_KEPT",
          node.name()
              + " keeps disks of "
              + String.join(", ", kept.stream().map(Leftover::cloneName).toList()),
          "save what is needed of them, then clean the node with keptDisks");
  }

  private List<Leftover> kept(NodeName name) {
    return leftovers.kept().stream().filter(l -> l.node().equals(name)).toList();
  }

  List<Clone> at(NodeName name) {
    return clones.list(new Clones.Filter(null, name.value(), null, null), 0, MOST);
  }

  private Outcome plan(Node node, boolean force) {
    List<String> here = at(node.name()).stream().map(c -> c.name().value()).toList();
    return Outcome.planned(
        KIND,
        node.name().value(),
        force
            ? Map.of("lost", here, "staysBehind", behind(node.name()))
            : Map.of("move", here, "copies", copies(node.name())));
  }

  List<String> copies(NodeName name) {
    return bases.copies().stream()
        .filter(c -> c.node().equals(name))
        .map(c -> c.base() + " g" + c.generation())
        .toList();
  }

  List<String> behind(NodeName name) {
    List<String> all = new ArrayList<>();
    at(name).forEach(c -> all.add("clone " + c.name() + " and its disks"));
    leftovers.list().stream()
        .filter(l -> l.node().equals(name))
        .forEach(l -> all.add("what is left of " + l.cloneName()));
    copies(name).forEach(c -> all.add("base " + c));
    all.add("Corral's key in authorized_keys");
    all.add("firewall rules, if Corral has set any");
    return all;
  }
}
