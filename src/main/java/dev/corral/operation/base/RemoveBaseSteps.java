package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Steps;
import dev.corral.shared.BaseName;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/remove-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class RemoveBaseSteps {
  private final Bases bases;
  private final Copies copies;

  RemoveBaseSteps(Bases bases, Copies copies) {
    this.bases = bases;
    this.copies = copies;
  }

  /** The domain that it came from never was anything but an ordinary one. */
  @Bean
  JavaDelegate forgetBase(Steps steps) {
    return steps.step(
        run -> {
          BaseName name = new BaseName(run.text("base"));
          bases
              .find(name)
              .ifPresent(
                  base -> {
                    bases.forget(name);
                    run.say(
                        "the name is free; domain '%s' on %s stays as it is, with a disk of its own"
                            .formatted(base.domain(), run.text("main")));
                  });
        });
  }

  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(RemoveBase.KIND) || ended.state() != Operation.State.CANCELLED) return;
    BaseName name = new BaseName(ended.text("base"));
    for (Copy copy : bases.copies(name)) copies.stay(name, null, copy.node());
  }
}
