package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Generations;
import dev.corral.engine.Steps;
import dev.corral.shared.BaseName;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/rollback-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class RollbackBaseSteps {
  private final Bases bases;
  private final Generations generations;

  RollbackBaseSteps(Bases bases, Generations generations) {
    this.bases = bases;
    this.generations = generations;
  }

  @Bean
  JavaDelegate switchGeneration(Steps steps) {
    return steps.step(
        run -> {
          BaseName base = new BaseName(run.text("base"));
          int before = bases.get(base).current();
          generations.backTo(base, run.number("generation"));
          run.say(
              "new clones get generation %d instead of %d"
                  .formatted(bases.get(base).current(), before));
        });
  }
}
