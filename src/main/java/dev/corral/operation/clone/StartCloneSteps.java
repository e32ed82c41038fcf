package dev.corral.operation.clone;

import dev.corral.clone.Clones;
import dev.corral.clone.Guests;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.shared.CloneName;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/start-clone.bpmn. */
@Configuration(proxyBeanMethods = false)
class StartCloneSteps {
  private final Clones clones;
  private final Guests guests;
  private final Claims claims;
  private final Placing placing;
  private final Waking waking;
  private final Clock clock;

  StartCloneSteps(
      Clones clones, Guests guests, Claims claims, Placing placing, Waking waking, Clock clock) {
    this.waking = waking;
    this.clones = clones;
    this.guests = guests;
    this.claims = claims;
    this.placing = placing;
    this.clock = clock;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  @Bean
  JavaDelegate claimMemory(Steps steps) {
    return steps.step(run -> placing.claimMemory(clones.get(clone(run))));
  }

  @Bean
  JavaDelegate wakeHome(Steps steps) {
    return steps.until(run -> waking.awake(run, clones.get(clone(run)).home()));
  }

  @Bean
  JavaDelegate runGuest(Steps steps) {
    return steps.step(
        run -> {
          guests.ensureRunning(clone(run));
          claims.used(clones.get(clone(run)).id(), clock.instant());
          run.say("libvirt says running");
        });
  }

  /** A clone that did not come to run takes no memory; if it runs, its node will say so. */
  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(StartClone.KIND) || ended.state() != Operation.State.CANCELLED) return;
    claims.of(ended.text("clone")).ifPresent(claim -> claims.park(claim.guest()));
  }
}
