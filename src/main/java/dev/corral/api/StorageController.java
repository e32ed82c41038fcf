package dev.corral.api;

import dev.corral.clone.UnknownFile;
import dev.corral.node.Nodes;
import dev.corral.operation.node.NodeStorage;
import dev.corral.operation.node.NodeStorage.PoolUse;
import dev.corral.shared.NodeName;
import dev.corral.shared.Problem;
import java.time.Instant;
import java.util.List;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The storage of a node. */
@RestController
@RequestMapping("/api/v1/nodes/{name}/storage")
class StorageController {
  private final Nodes nodes;
  private final NodeStorage storage;

  StorageController(Nodes nodes, NodeStorage storage) {
    this.nodes = nodes;
    this.storage = storage;
  }

  /** A file that is nobody's. */
  record FileView(
      String path,
      String pool,
      String kind,
      long size,
      long allocated,
      Instant modified,
      String why) {
    static FileView of(UnknownFile f) {
      return new FileView(
          f.path(), f.pool(), f.kind().name(), f.size(), f.allocated(), f.modified(), f.why());
    }
  }

  /**
   * The pools as last seen, the files as they are now.
   *
   * @param files null if they were not asked for, or the node does not answer
   * @param silence why there are none then
   */
  record StorageView(
      String node, Instant seenAt, List<PoolUse> pools, List<FileView> files, String silence) {}

  @GetMapping
  StorageView get(@PathVariable String name, @RequestParam(defaultValue = "true") boolean files) {
    NodeName node = new NodeName(name);
    Instant seenAt = nodes.get(node).seenAt();
    List<PoolUse> pools = storage.pools(node);
    if (!files) return new StorageView(name, seenAt, pools, null, null);
    try {
      List<FileView> unknown = storage.unknownFiles(node).stream().map(FileView::of).toList();
      return new StorageView(name, seenAt, pools, unknown, null);
    } catch (Problem silent) {
      return new StorageView(name, seenAt, pools, null, silent.detail());
    }
  }
}
