package dev.corral.node;

import dev.corral.host.HostProblem;
import java.util.concurrent.locks.LockSupport;
import org.springframework.boot.test.context.TestComponent;

/** The monitor's rounds, by hand: nothing looks at a node by itself. */
@TestComponent
public class Rounds {
  private static final long A_MOMENT_NANOS = 100_000;
  private final Nodes nodes;
  private final NodeSightings sightings;
  private final Monitor monitor;
  private final Suspects suspects;

  Rounds(Nodes nodes, NodeSightings sightings, Monitor monitor, Suspects suspects) {
    this.nodes = nodes;
    this.sightings = sightings;
    this.monitor = monitor;
    this.suspects = suspects;
  }

  /** Each admitted node is looked at once; who does not answer becomes a suspect. */
  public void go() {
    for (Node node : nodes.list()) {
      if (!node.admitted()) continue;
      try {
        monitor.look(node.name());
      } catch (HostProblem problem) {
        if (node.health() == Health.OFF && !problem.unreachable())
          sightings.silent(node.name(), Health.DEGRADED, problem.detail());
        else suspects.suspect(node.name(), problem.detail());
      }
    }
    suspects.verify();
    settle();
  }

  /** Those who are being asked whether they are still there have been asked. */
  public void settle() {
    while (suspects.asking()) LockSupport.parkNanos(A_MOMENT_NANOS);
  }
}
