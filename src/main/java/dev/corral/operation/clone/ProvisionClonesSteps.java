package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.operation.desk.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/provision-clones.bpmn. */
@Configuration(proxyBeanMethods = false)
class ProvisionClonesSteps {

  /** Started in one step, so that a step stays short. */
  private static final int AT_ONCE = 50;

  private final Clones clones;
  private final Operations operations;
  private final Processes processes;

  ProvisionClonesSteps(Clones clones, Operations operations, Processes processes) {
    this.clones = clones;
    this.operations = operations;
    this.processes = processes;
  }

  @Bean
  JavaDelegate startProvisioning(Steps steps) {
    return steps.until(
        run -> {
          List<Clone> waiting = clones.notStartedBy(run.operation(), AT_ONCE);
          for (Clone clone : waiting) {
            processes.start(
                Kind.PROVISION_CLONE.key(),
                clone.name().value(),
                run.actor(),
                run.text("reason"),
                Map.of(
                    "parent",
                    run.operation(),
                    "clone",
                    clone.name().value(),
                    "base",
                    clone.base().value(),
                    "node",
                    clone.home().value()));
          }
          run.say(operations.children(run.operation()).all() + " started");
          run.lookWithin(Duration.ZERO); // one transaction starts only so many
          return waiting.size() < AT_ONCE;
        });
  }

  @Bean
  JavaDelegate awaitClones(Steps steps) {
    return steps.until(
        run -> {
          Operations.Children children = operations.children(run.operation());
          run.say(children.done() + " of " + children.all() + " are ready");
          run.awaits(Signal.childOf(run.operation()));
          return children.open() == 0;
        });
  }
}
