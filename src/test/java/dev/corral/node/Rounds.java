package dev.corral.node;

import dev.corral.host.HostProblem;
import org.springframework.boot.test.context.TestComponent;

/** The monitor's rounds, by hand: nothing looks at a node by itself. */
@TestComponent
public class Rounds {
  private final Nodes nodes;
  private final Monitor monitor;
  private final Suspects suspects;

  Rounds(Nodes nodes, Monitor monitor, Suspects suspects) {
    this.nodes = nodes;
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
        if (node.health() != Health.OFF) suspects.suspect(node.name(), problem.detail());
      }
    }
  }
}
