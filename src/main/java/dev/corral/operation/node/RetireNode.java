package dev.corral.operation.node;

import dev.corral.base.Bases;
import dev.corral.base.Removing;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Leftover;
import dev.corral.clone.Leftovers;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Firewalling;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Retiring;
import dev.corral.operation.clone.MoveClone;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.storage.Aside;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/retire-node.bpmn: a node is taken out for good. Its guests leave it, and nothing of
 * Corral's stays there; of one that will never answer again it is listed what stays.
 */
@Configuration(proxyBeanMethods = false)
public class RetireNode {
  static final String KIND = Kind.RETIRE_NODE.key();
  private static final int DRAIN_SECONDS = 3_600;
  private static final int MOST = 10_000;

  private final Gate gate;
  private final Nodes nodes;
  private final Bases bases;
  private final Removing removing;
  private final Clones clones;
  private final Leftovers leftovers;
  private final Claims claims;
  private final Firewalling firewalling;
  private final Retiring retiring;
  private final Aside aside;
  private final Operations operations;
  private final Processes processes;

  RetireNode(
      Gate gate,
      Nodes nodes,
      Bases bases,
      Removing removing,
      Clones clones,
      Leftovers leftovers,
      Claims claims,
      Firewalling firewalling,
      Retiring retiring,
      Aside aside,
      Operations operations,
      Processes processes) {
    this.gate = gate;
    this.nodes = nodes;
    this.bases = bases;
    this.removing = removing;
    this.clones = clones;
    this.leftovers = leftovers;
    this.claims = claims;
    this.firewalling = firewalling;
    this.retiring = retiring;
    this.aside = aside;
    this.operations = operations;
    this.processes = processes;
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
          "wake or mend it; or, if it will never answer again, retire it with force");
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

  private List<Clone> at(NodeName name) {
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

  private List<String> copies(NodeName name) {
    return bases.copies().stream()
        .filter(c -> c.node().equals(name))
        .map(c -> c.base() + " g" + c.generation())
        .toList();
  }

  private List<String> behind(NodeName name) {
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

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  /** Those that are off move as well. */
  @Bean
  JavaDelegate emptyNode(Steps steps) {
    return steps.until(
        run -> {
          List<Clone> here = at(node(run));
          for (Clone clone : here) {
            if (operations.openFor(clone.name().value()).isPresent()) continue;
            if (clone.isVolatile()) continue; // it is off, and goes by itself
            refuseTwice(run, clone);
            Map<String, Object> values = new HashMap<>(MoveClone.values(clone, MoveClone.Wish.ANY));
            values.put("parent", run.operation());
            processes.start(
                MoveClone.KIND, clone.name().value(), run.actor(), run.text("reason"), values);
          }
          run.awaits(Signal.childOf(run.operation()));
          for (Clone clone : here) run.awaits(Signal.clone(clone.name().value()));
          run.say(here.isEmpty() ? "no clone lives there" : here.size() + " clones move");
          return here.isEmpty();
        });
  }

  /** One that could not be moved waits for a person, once. */
  private void refuseTwice(Run run, Clone clone) {
    if (run.fresh()) return;
    boolean before =
        operations
            .list(
                new Operations.Filter(
                    MoveClone.KIND, null, null, null, null, clone.name().value(), run.operation()),
                0,
                1)
            .stream()
            .anyMatch(o -> o.state() != Operation.State.DONE);
    if (before)
      throw Refused.conflict(
          "CLONE_STAYS",
          clone.name() + " could not be moved away from " + clone.home(),
          "make room elsewhere, or remove the clone; then retry");
  }

  @Bean
  JavaDelegate removeCopies(Steps steps) {
    return steps.step(
        run -> run.say("removed " + String.join(", ", removing.ensureNoCopies(node(run)))));
  }

  @Bean
  JavaDelegate removeRules(Steps steps) {
    return steps.step(run -> firewalling.ensureNoRules(node(run)));
  }

  @Bean
  JavaDelegate removeFiles(Steps steps) {
    return steps.step(
        run -> {
          List<String> freed = aside.freeAll(nodes.endpoint(node(run)));
          retiring.ensureNoFiles(node(run));
          if (!freed.isEmpty())
            run.say("deleted what was set aside of clones that moved: " + String.join(", ", freed));
        });
  }

  @Bean
  JavaDelegate removeKey(Steps steps) {
    return steps.step(run -> retiring.ensureNoKey(node(run)));
  }

  /** What was there is gone with it; what stays there is said once more. */
  @Bean
  JavaDelegate writeOff(Steps steps) {
    return steps.step(
        run -> {
          String behind = String.join(", ", behind(node(run)));
          for (Clone clone : at(node(run))) {
            if (clone.id() != null) claims.giveBack(clone.id(), "its node is gone for good");
            clones.bereaved(clone.name());
          }
          bases.forgetCopies(node(run));
          run.say("stays there: " + behind);
        });
  }

  @Bean
  JavaDelegate forgetNode(Steps steps) {
    return steps.step(run -> retiring.forget(node(run)));
  }
}
