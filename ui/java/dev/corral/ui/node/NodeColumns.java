package dev.corral.ui.node;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.Comparator;
import java.util.List;

/** What the list of nodes shows of each. */
final class NodeColumns {
  private static final Comparator<NodeRow> BY_NAME =
      Comparator.comparing((NodeRow r) -> r.stem())
          .thenComparing(r -> r.node().name().value().length())
          .thenComparing(r -> r.node().name().value());

  private NodeColumns() {}

  static void on(Grid<NodeRow> grid, Times times) {
    column(
            grid,
            "node",
            Columns.link(
                r -> "nodes/" + r.node().name(), r -> r.node().name().value(), NodeRow::where),
            BY_NAME)
        .setFlexGrow(2);
    column(
            grid,
            "node.health",
            Columns.badge(NodeRow::tone, NodeRow::standing, r -> "", NodeRow::lastSeen),
            Comparator.comparing(r -> r.node().health()))
        .setWidth("8rem")
        .setFlexGrow(0);
    var wish =
        column(
                grid,
                "node.availability",
                Columns.badge(
                    r -> Tone.of(r.node().availability()),
                    r -> r.node().admitted() ? Words.of(r.node().availability()) : "",
                    r -> ""),
                Comparator.comparing(r -> r.node().availability()))
            .setWidth("8rem")
            .setFlexGrow(0);
    var guests =
        column(
                grid,
                "guests",
                Columns.words(NodeRow::guests, r -> ""),
                Comparator.comparing(NodeRow::running))
            .setWidth("9rem")
            .setFlexGrow(0);
    var memory =
        column(
                grid,
                "memory",
                Columns.bar(
                    r -> Load.memoryPercent(r.node()),
                    r -> Tone.ofFullness(Load.memoryPercent(r.node())),
                    r -> Load.memory(r.node())),
                Comparator.comparing(r -> Load.memoryPercent(r.node())))
            .setFlexGrow(6);
    var pool =
        column(
                grid,
                "pool",
                Columns.bar(
                    NodeRow::tightest,
                    r -> Tone.ofFullness(r.tightest()),
                    r -> Load.tightest(r.node()).map(Load::words).orElse("")),
                Comparator.comparing(NodeRow::tightest))
            .setFlexGrow(9);
    var there =
        column(
                grid,
                "bases",
                Columns.words(NodeRow::bases, r -> ""),
                Comparator.comparing(r -> r.bases().length()))
            .setFlexGrow(2);
    var up =
        column(
                grid,
                "node.up",
                Columns.words(r -> r.uptime(times), r -> ""),
                Comparator.comparing(NodeRow::upSeconds))
            .setWidth("6rem")
            .setFlexGrow(0);
    Narrow.hide(grid, List.of(wish, guests, memory, pool, there, up), List.of(pool, there));
    Narrow.hideBelow(grid, 1250, List.of(wish, up));
  }

  private static Grid.Column<NodeRow> column(
      Grid<NodeRow> grid, String title, LitRenderer<NodeRow> cell, Comparator<NodeRow> order) {
    return grid.addColumn(cell)
        .setHeader(Words.of(title))
        .setComparator(order.thenComparing(BY_NAME));
  }
}
