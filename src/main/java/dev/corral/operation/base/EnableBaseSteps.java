package dev.corral.operation.base;

import dev.corral.engine.Operations;
import dev.corral.engine.Steps;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/enable-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class EnableBaseSteps {
  private final Operations operations;

  EnableBaseSteps(Operations operations) {
    this.operations = operations;
  }

  @Bean
  JavaDelegate sumUpCopies(Steps steps) {
    return steps.step(
        run -> {
          Operations.Children copies = operations.children(run.operation());
          run.say(copies.done() + " of " + copies.all() + " copies are ready");
        });
  }
}
