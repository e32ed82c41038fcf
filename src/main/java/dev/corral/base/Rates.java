package dev.corral.base;

import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** How fast bases may be sent, so that something is left of the network for the guests. */
@Component
class Rates {
  private final Bases bases;
  private final long node;
  private final long cluster;

  Rates(
      Bases bases,
      @Value("${corral.transfer.node-rate}") DataSize node,
      @Value("${corral.transfer.cluster-rate}") DataSize cluster) {
    this.bases = bases;
    this.node = node.toBytes();
    this.cluster = cluster.toBytes();
  }

  /**
   * What one transfer that begins now may take, in bytes per second: an equal share for each copy
   * under way, and for each generation on a node. 0: no limit.
   */
  long share() {
    if (node == 0 && cluster == 0) return 0;
    List<Copy> under =
        bases.copies().stream().filter(c -> c.state() == Copy.State.COPYING).toList();
    long generations =
        Math.max(1, under.stream().map(c -> c.base() + " " + c.generation()).distinct().count());
    long byNode = node == 0 ? Long.MAX_VALUE : node / generations;
    long byCluster = cluster == 0 ? Long.MAX_VALUE : cluster / Math.max(1, under.size());
    return Math.max(1 << 10, Math.min(byNode, byCluster));
  }
}
