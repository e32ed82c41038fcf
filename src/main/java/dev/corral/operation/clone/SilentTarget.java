package dev.corral.operation.clone;

import dev.corral.clone.Moving;
import dev.corral.host.HostProblem;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import org.springframework.stereotype.Component;

/** What a move does when one of its two nodes does not answer. */
@Component
class SilentTarget {
  private final Moving moving;

  SilentTarget(Moving moving) {
    this.moving = moving;
  }

  /**
   * If it is not the home that is silent, it is the target: another one is taken (NODE_FAILED), but
   * only if it is sure that this one did not get the guest.
   */
  Problem reaction(CloneName clone, NodeName target, HostProblem problem) {
    if (!problem.unreachable()) return problem;
    if (!moving.staysAtHome(clone, target)) return problem;
    return Refused.conflict("NODE_FAILED", problem.detail(), problem.fix());
  }
}
