package dev.corral.ui.clone;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.clone.CloneList.Order;
import dev.corral.clone.ListedClone;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.function.Consumer;

/** What the list of clones shows of each; its keys are what the database can sort by. */
final class CloneColumns {
  private static final int WIDE = 1500;

  private CloneColumns() {}

  static void on(Grid<ListedClone> grid, Times times, Consumer<ListedClone> why) {
    column(grid, Order.NAME, "clone", Columns.words(c -> c.name().value(), c -> kind(c)))
        .setWidth("5rem")
        .setFlexGrow(2);
    column(
            grid,
            Order.STATE,
            "state",
            Columns.badge(c -> Tone.of(c.state()), c -> Words.of(c.state()), c -> ""))
        .setWidth("9.5rem")
        .setFlexGrow(0);
    column(grid, Order.NODE, "node", where(why)).setWidth("min(8rem, 28vw)").setFlexGrow(0);
    var base =
        column(
            grid,
            Order.BASE,
            "base",
            Columns.words(c -> c.base().value(), c -> Words.of("generation", c.generation())));
    base.setFlexGrow(2);
    var owner =
        column(grid, Order.OWNER, "clone.owner", Columns.words(ListedClone::owner, c -> ""));
    var memory =
        column(
            grid,
            Order.MEMORY,
            "memory",
            Columns.words(c -> new Bytes(c.memory()).toString(), c -> ""));
    var age = column(grid, Order.AGE, "clone.made", Columns.ago(times, ListedClone::createdAt));
    Narrow.hide(grid, List.of(base), List.of(owner));
    Narrow.hideBelow(grid, WIDE, List.of(memory, age));
  }

  private static String kind(ListedClone clone) {
    return clone.isVolatile() ? Words.of("clone.is.volatile") : "";
  }

  private static Grid.Column<ListedClone> column(
      Grid<ListedClone> grid, Order order, String title, LitRenderer<ListedClone> cell) {
    return grid.addColumn(cell)
        .setHeader(Words.of(title))
        .setKey(order.name())
        .setSortProperty(order.name())
        .setSortable(true);
  }

  private static LitRenderer<ListedClone> where(Consumer<ListedClone> why) {
    return LitRenderer.<ListedClone>of(
            """
            <a class="cell-link" href="nodes/${item.node}" ?hidden="${!item.node}">${item.node}</a>
            <div><button class="deed" ?hidden="${!item.why}" @click="${why}">${item.why}</button></div>""")
        .withProperty("node", c -> c.home() == null ? "" : c.home().value())
        .withProperty("why", c -> c.explained() ? Words.of("why.here") : "")
        .withFunction("why", why::accept);
  }
}
