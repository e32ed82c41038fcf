package dev.corral.operation.node;

import dev.corral.base.Removing;
import dev.corral.clone.FileRemovals;
import dev.corral.clone.Leftovers;
import dev.corral.clone.Sweeping;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import dev.corral.storage.Aside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/clean-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class CleanNodeSteps {
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(5);

  /** So that a step stays short. */
  private static final int AT_ONCE = 10;

  private final Nodes nodes;
  private final Leftovers leftovers;
  private final Sweeping sweeping;
  private final Removing removing;
  private final FileRemovals removals;
  private final Aside aside;

  CleanNodeSteps(
      Nodes nodes,
      Leftovers leftovers,
      Sweeping sweeping,
      Removing removing,
      FileRemovals removals,
      Aside aside) {
    this.nodes = nodes;
    this.leftovers = leftovers;
    this.sweeping = sweeping;
    this.removing = removing;
    this.removals = removals;
    this.aside = aside;
  }

  @Bean
  JavaDelegate sweepLeftovers(Steps steps) {
    return steps.until(
        run -> {
          NodeName node = new NodeName(run.text("node"));
          List<String> swept = new ArrayList<>(sweeping.sweep(node, AT_ONCE));
          swept.addAll(removing.sweep(node));
          swept.addAll(purged(run, node));
          if (!swept.isEmpty()) run.say("took away " + String.join(", ", swept));
          run.lookWithin(swept.isEmpty() ? BETWEEN_TRIES : Duration.ZERO);
          return leftovers.on(node).isEmpty() && aside.due(node).isEmpty();
        });
  }

  private List<String> purged(Run run, NodeName node) {
    return aside.due(node).stream()
        .limit(AT_ONCE)
        .filter(item -> aside.purge(nodes.endpoint(node), item, run.operation()))
        .map(item -> item.cloneName() + " (set aside)")
        .toList();
  }

  @Bean
  JavaDelegate removeUnwanted(Steps steps) {
    return steps.until(
        run -> {
          List<String> done =
              removals.remove(run.operation(), new NodeName(run.text("node")), AT_ONCE);
          if (!done.isEmpty()) run.say(String.join("; ", done));
          run.lookWithin(done.isEmpty() ? BETWEEN_TRIES : Duration.ZERO);
          return removals.done(run.operation());
        });
  }
}
