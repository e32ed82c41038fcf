package dev.corral.operation.node;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Evacuations;
import dev.corral.clone.Evacuee;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Monitor;
import dev.corral.node.NodeStates;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.MoveClone;
import dev.corral.shared.NodeName;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/restore-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class RestoreNodeSteps {

  /** Started in one look, so that a step stays short. */
  private static final int AT_ONCE = 50;

  private final Nodes nodes;
  private final NodeStates nodeStates;
  private final Clones clones;
  private final Evacuations evacuations;
  private final Operations operations;
  private final Processes processes;
  private final Monitor monitor;

  RestoreNodeSteps(
      Nodes nodes,
      NodeStates nodeStates,
      Clones clones,
      Evacuations evacuations,
      Operations operations,
      Processes processes,
      Monitor monitor) {
    this.nodes = nodes;
    this.nodeStates = nodeStates;
    this.clones = clones;
    this.evacuations = evacuations;
    this.operations = operations;
    this.processes = processes;
    this.monitor = monitor;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  @Bean
  JavaDelegate lookWhetherAsleep(Steps steps) {
    return steps.step(
        run -> {
          boolean asleep = RestoreNode.asleep(nodes.get(node(run)));
          run.answer("asleep", asleep);
          run.say(asleep ? "it is off" : "it is on");
        });
  }

  @Bean
  JavaDelegate admitAgain(Steps steps) {
    return steps.step(
        run -> {
          monitor.look(node(run)); // it answers, or this fails
          nodeStates.activate(node(run));
        });
  }

  @Bean
  JavaDelegate callBack(Steps steps) {
    return steps.until(
        run -> {
          List<Evacuee> away = evacuations.awayFrom(node(run)).stream().limit(AT_ONCE).toList();
          int busy = 0;
          for (Evacuee evacuee : away) {
            Clone clone = clones.get(evacuee.cloneName());
            if (operations.openFor(clone.name().value()).isPresent()) {
              run.awaits(Signal.clone(clone.name().value()));
              busy++;
              continue;
            }
            Map<String, Object> values =
                new HashMap<>(
                    MoveClone.values(clone, new MoveClone.Wish(run.text("node"), null, null)));
            values.put("parent", run.operation());
            processes.start(
                MoveClone.KIND, clone.name().value(), run.actor(), run.text("reason"), values);
            evacuations.ended(evacuee, Evacuee.Outcome.RETURNED);
          }
          run.say(moves(run, null) + " clones come back");
          if (busy < away.size() && away.size() == AT_ONCE) run.lookWithin(Duration.ZERO);
          return busy == 0 && away.size() < AT_ONCE;
        });
  }

  @Bean
  JavaDelegate awaitReturns(Steps steps) {
    return steps.until(
        run -> {
          run.say(moves(run, "DONE") + " of " + moves(run, null) + " are back");
          run.awaits(Signal.childOf(run.operation()));
          return operations.children(run.operation()).open() == 0;
        });
  }

  private long moves(Run run, String state) {
    return operations.count(
        new Operations.Filter(MoveClone.KIND, state, null, null, null, null, run.operation()));
  }
}
