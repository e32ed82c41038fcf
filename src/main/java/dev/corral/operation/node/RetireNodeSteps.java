package dev.corral.operation.node;

import dev.corral.base.Bases;
import dev.corral.base.Removing;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Firewalling;
import dev.corral.node.Nodes;
import dev.corral.node.Retiring;
import dev.corral.operation.clone.MoveClone;
import dev.corral.placement.Claims;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.storage.Aside;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/retire-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class RetireNodeSteps {
  private final RetireNode retireNode;
  private final Nodes nodes;
  private final Bases bases;
  private final Removing removing;
  private final CloneStates states;
  private final Claims claims;
  private final Firewalling firewalling;
  private final Retiring retiring;
  private final Aside aside;
  private final Operations operations;
  private final Processes processes;

  RetireNodeSteps(
      RetireNode retireNode,
      Nodes nodes,
      Bases bases,
      Removing removing,
      CloneStates states,
      Claims claims,
      Firewalling firewalling,
      Retiring retiring,
      Aside aside,
      Operations operations,
      Processes processes) {
    this.retireNode = retireNode;
    this.nodes = nodes;
    this.bases = bases;
    this.removing = removing;
    this.states = states;
    this.claims = claims;
    this.firewalling = firewalling;
    this.retiring = retiring;
    this.aside = aside;
    this.operations = operations;
    this.processes = processes;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  /** Those that are off move as well. */
  @Bean
  JavaDelegate emptyNode(Steps steps) {
    return steps.until(
        run -> {
          List<Clone> here = retireNode.at(node(run));
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
          List<String> freed = aside.freeAll(nodes.endpoint(node(run)), run.operation());
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
          String behind = String.join(", ", retireNode.behind(node(run)));
          for (Clone clone : retireNode.at(node(run))) {
            if (clone.id() != null) claims.giveBack(clone.id(), "its node is gone for good");
            states.bereaved(clone.name());
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
