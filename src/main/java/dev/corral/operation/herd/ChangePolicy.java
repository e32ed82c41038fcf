package dev.corral.operation.herd;

import dev.corral.node.Policies;
import dev.corral.node.Policy;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Refused;
import java.util.Map;
import org.springframework.stereotype.Component;

/** processes/change-policy.bpmn: the administrator wants something else of Corral. */
@Component
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
}
