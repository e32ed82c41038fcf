package dev.corral.operation.herd;

import dev.corral.engine.Steps;
import dev.corral.node.Policies;
import dev.corral.node.Policy;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/change-policy.bpmn. */
@Configuration(proxyBeanMethods = false)
class ChangePolicySteps {
  private final Policies policies;

  ChangePolicySteps(Policies policies) {
    this.policies = policies;
  }

  @Bean
  JavaDelegate applyPolicy(Steps steps) {
    return steps.step(
        run -> {
          Policy policy = new Policy(run.is("recreateVolatile"), run.number("poolHighWater"));
          policies.change(policy);
          run.say(
              "volatile clones of a lost node are %s; a pool is an alert from %d %% on"
                  .formatted(
                      policy.recreateVolatile() ? "recreated on other nodes" : "not recreated",
                      policy.poolHighWater()));
        });
  }
}
