package dev.corral.operation.base;

import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Steps;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/verify-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class VerifyBaseSteps {
  private static final int MOST = 10_000;
  private final Operations operations;

  VerifyBaseSteps(Operations operations) {
    this.operations = operations;
  }

  @Bean
  JavaDelegate sumUpVerification(Steps steps) {
    return steps.step(
        run -> {
          List<Operation> all =
              operations.list(
                  new Operations.Filter(null, null, null, null, null, null, run.operation()),
                  0,
                  MOST);
          List<String> healed =
              all.stream()
                  .filter(o -> operations.children(o.id()).all() > 0)
                  .map(Operation::subject)
                  .toList();
          String asleep = run.text("asleep");
          run.say(
              all.size()
                  + " copies were looked at"
                  + (healed.isEmpty()
                      ? ", all are as in the manifest"
                      : "; bad, and healed: " + String.join(", ", healed))
                  + (asleep == null || asleep.isEmpty() ? "" : "; left asleep: " + asleep));
        });
  }
}
