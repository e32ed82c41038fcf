package dev.corral.operation.node;

import dev.corral.base.Promises;
import dev.corral.clone.UnknownFile;
import dev.corral.clone.UnknownFiles;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Policies;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** How full a node is, what of its room is promised, and what lies there for nobody. */
@Component
public class NodeStorage {
  private final Nodes nodes;
  private final Promises promises;
  private final Policies policies;
  private final UnknownFiles unknownFiles;
  private final long reserve;

  NodeStorage(
      Nodes nodes,
      Promises promises,
      Policies policies,
      UnknownFiles unknownFiles,
      @Value("${corral.reserve.disk}") DataSize reserve) {
    this.nodes = nodes;
    this.promises = promises;
    this.policies = policies;
    this.unknownFiles = unknownFiles;
    this.reserve = reserve.toBytes();
  }

  /**
   * A pool, as the node was last seen; in bytes.
   *
   * @param reserve kept free
   * @param promised to copies under way and to clones that may grow
   * @param left for new copies and clones: may be negative
   * @param percent of it that is used
   * @param highWater from how many percent on it is an alert
   */
  public record PoolUse(
      String name,
      String path,
      boolean active,
      long capacity,
      long used,
      long free,
      long reserve,
      long promised,
      long left,
      int percent,
      int highWater) {}

  /** By name; empty if the node was never looked at. */
  public List<PoolUse> pools(NodeName name) {
    Node node = nodes.get(name);
    if (node.vitals() == null) return List.of();
    int highWater = policies.inForce().poolHighWater();
    return node.vitals().pools().stream().map(p -> use(p, name, highWater)).toList();
  }

  private PoolUse use(Pool pool, NodeName node, int highWater) {
    long promised = promises.on(node, pool.name());
    return new PoolUse(
        pool.name(),
        pool.path(),
        pool.active(),
        pool.capacity(),
        pool.capacity() - pool.available(),
        pool.available(),
        reserve,
        promised,
        pool.available() - reserve - promised,
        pool.percentFull(),
        highWater);
  }

  /** The largest first. Asks the node itself: throws HostProblem if it does not answer. */
  public List<UnknownFile> unknownFiles(NodeName name) {
    return unknownFiles.on(name);
  }
}
