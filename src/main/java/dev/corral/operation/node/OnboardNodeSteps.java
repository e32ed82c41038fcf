package dev.corral.operation.node;

import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Monitor;
import dev.corral.node.Onboarding;
import dev.corral.operation.power.WakeNode;
import dev.corral.shared.NodeName;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/onboard-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class OnboardNodeSteps {
  private final Onboarding onboarding;
  private final Monitor monitor;
  private final Operations operations;

  OnboardNodeSteps(Onboarding onboarding, Monitor monitor, Operations operations) {
    this.operations = operations;
    this.onboarding = onboarding;
    this.monitor = monitor;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  @Bean
  JavaDelegate checkHostKey(Steps steps) {
    return steps.step(run -> run.say(onboarding.ensureHostKeyPinned(node(run))));
  }

  @Bean
  JavaDelegate installKey(Steps steps) {
    return steps.step(run -> run.say(onboarding.ensureKeyInstalled(node(run))));
  }

  @Bean
  JavaDelegate installPackages(Steps steps) {
    return steps.until(
        run -> {
          if (run.fresh()) run.note("packages", onboarding.missingPackages(node(run)));
          String packages = run.noted("packages");
          if (packages.isEmpty()) {
            run.say("nothing is missing");
            return true;
          }
          boolean installed =
              onboarding.packagesInstalled(
                  node(run), "packages-" + run.operation() + "-" + run.attempt());
          run.say((installed ? "installed: " : "installs ") + packages);
          run.awaits(Signal.work(run.text("node")));
          return installed;
        });
  }

  @Bean
  JavaDelegate runPreflight(Steps steps) {
    return steps.step(run -> run.say(onboarding.ensureFit(node(run))));
  }

  @Bean
  JavaDelegate readFacts(Steps steps) {
    return steps.step(run -> run.say(onboarding.ensureFactsKnown(node(run))));
  }

  /** Taken from the wake-up that was a part of this. */
  @Bean
  JavaDelegate recordProof(Steps steps) {
    return steps.step(
        run -> {
          Operation wakeUp =
              operations
                  .list(
                      new Operations.Filter(
                          WakeNode.KIND, "DONE", null, null, null, null, run.operation()),
                      0,
                      1)
                  .get(0);
          String words =
              "switched off and woken: up %d s after the first magic packet"
                  .formatted(Duration.between(wakeUp.startedAt(), wakeUp.endedAt()).toSeconds());
          onboarding.proved(node(run), words);
          run.say(words);
        });
  }

  @Bean
  JavaDelegate admitNode(Steps steps) {
    return steps.step(
        run -> {
          onboarding.ensureAdmitted(node(run));
          monitor.look(node(run));
          run.say("takes part from now on");
        });
  }
}
