package dev.corral.operation.herd;

import dev.corral.engine.Steps;
import dev.corral.node.Policies;
import dev.corral.node.Policy;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Refused;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** processes/change-policy.bpmn: the administrator wants something else of Corral. */
@Configuration(proxyBeanMethods = false)
public class ChangePolicy {
  static final String KIND = Kind.CHANGE_POLICY.key();
  private static final String SUBJECT = "cluster";
  private final Gate gate;
  private final Policies policies;

  ChangePolicy(Gate gate, Policies policies) {
    this.gate = gate;
    this.policies = policies;
  }

  /** Changes what is given; null leaves it. Refused (BAD_PERCENT) beyond 1 to 100. */
  public Outcome start(Request request, Boolean recreateVolatile, Integer poolHighWater) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Policy now = policies.inForce();
          Policy wanted =
              new Policy(
                  recreateVolatile == null ? now.recreateVolatile() : recreateVolatile,
                  poolHighWater == null ? now.poolHighWater() : poolHighWater);
          if (wanted.poolHighWater() < 1 || wanted.poolHighWater() > 100)
            throw Refused.invalid(
                "BAD_PERCENT",
                wanted.poolHighWater() + " % is no high-water mark",
                "give 1 to 100 as poolHighWater");
          Map<String, Object> values =
              Map.of(
                  "recreateVolatile",
                  wanted.recreateVolatile(),
                  "poolHighWater",
                  wanted.poolHighWater());
          if (request.dryRun()) return Outcome.planned(KIND, SUBJECT, values);
          return gate.start(request, KIND, SUBJECT, values);
        });
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
                      policy.recreateVolatile() ? "made anew elsewhere" : "not made anew",
                      policy.poolHighWater()));
        });
  }
}
