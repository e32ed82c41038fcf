package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.Returning;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.operation.power.Waking;
import dev.corral.shared.CloneName;
import dev.corral.storage.AsideItems;
import java.time.Clock;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/bring-back-clone.bpmn. */
@Configuration(proxyBeanMethods = false)
class BringBackCloneSteps {
  private final AsideItems items;
  private final Returning returning;
  private final Clones clones;
  private final CloneStates states;
  private final Waking waking;
  private final Clock clock;

  BringBackCloneSteps(
      AsideItems items,
      Returning returning,
      Clones clones,
      CloneStates states,
      Waking waking,
      Clock clock) {
    this.items = items;
    this.returning = returning;
    this.clones = clones;
    this.states = states;
    this.waking = waking;
    this.clock = clock;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  @Bean
  JavaDelegate wakeForReturn(Steps steps) {
    return steps.until(run -> waking.awake(run, clones.get(clone(run)).home()));
  }

  @Bean
  JavaDelegate putDisksBack(Steps steps) {
    return steps.step(run -> run.say(returning.putDisksBack(clone(run), run.operation())));
  }

  @Bean
  JavaDelegate defineAgain(Steps steps) {
    return steps.step(run -> returning.define(clone(run), run.operation()));
  }

  @Bean
  JavaDelegate confirmBack(Steps steps) {
    return steps.step(
        run -> {
          String left = returning.confirm(clone(run), run.operation());
          run.say(left.isEmpty() ? "libvirt says it is there" : left);
        });
  }

  /** One that is not wholly back can be brought back again, or removed: then it is whole again. */
  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(BringBackClone.KIND)) return;
    items.stays(ended.id(), clock.instant());
    if (ended.state() == Operation.State.DONE) return;
    clones
        .find(new CloneName(ended.text("clone")))
        .filter(c -> c.state() == Clone.State.PLACED)
        .ifPresent(c -> states.failed(c.name(), null));
  }
}
