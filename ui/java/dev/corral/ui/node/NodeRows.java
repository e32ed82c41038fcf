package dev.corral.ui.node;

import dev.corral.base.Bases;
import dev.corral.node.Nodes;
import dev.corral.ui.live.Live;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** All nodes as the list shows them, read once for all windows. */
@Component
final class NodeRows {
  static final Set<String> TABLES = Set.of("node", "base_copy");
  private final Supplier<List<NodeRow>> rows;

  NodeRows(Nodes nodes, Bases bases, Live live) {
    rows = live.shared(TABLES, () -> NodeRow.all(nodes, bases));
  }

  List<NodeRow> all() {
    return rows.get();
  }
}
