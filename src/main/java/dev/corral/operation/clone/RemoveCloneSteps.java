package dev.corral.operation.clone;

import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.Guests;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.shared.CloneName;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/remove-clone.bpmn. */
@Configuration(proxyBeanMethods = false)
class RemoveCloneSteps {
  private final Clones clones;
  private final CloneStates states;
  private final Guests guests;

  RemoveCloneSteps(Clones clones, CloneStates states, Guests guests) {
    this.clones = clones;
    this.states = states;
    this.guests = guests;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  @Bean
  JavaDelegate removeGuest(Steps steps) {
    return steps.step(
        run -> {
          states.removing(clone(run));
          if (clones.get(clone(run)).home() == null) return;
          run.say(guests.ensureNothingLeft(clone(run), "it was removed", run.operation(), false));
        });
  }

  @Bean
  JavaDelegate forgetClone(Steps steps) {
    return steps.step(run -> states.forget(clone(run)));
  }
}
