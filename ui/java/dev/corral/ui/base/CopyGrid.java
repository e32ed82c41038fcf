package dev.corral.ui.base;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.base.Copy;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.NodeName;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.GridRows;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The copies of a base on all nodes: how far, how fast, since when verified. */
final class CopyGrid extends Div {
  private static final int FEW = 8;
  private static final String DEEDS =
      """
      <div class="row-actions">
        <button class="deed" id="verify-${item.node}" aria-label="${item.verify} ${item.node}" ?hidden="${!item.verify}" @click="${verify}">${item.verify}</button>
        <button class="deed remove" id="disable-${item.node}" aria-label="${item.disable} ${item.node}" ?hidden="${!item.disable}" @click="${disable}">${item.disable}</button>
      </div>""";
  private final Grid<Copy> grid = Columns.grid("base.copies.none");
  private final Times times;
  private NodeName main;
  private final GridRows<Copy> rows;
  private List<Copy> copies = List.of();
  private Map<Integer, Long> sizes = Map.of();

  CopyGrid(BaseDeeds deeds, Times times, boolean mayChange) {
    this.times = times;
    grid.setId("copies-grid");
    grid.addThemeVariants(GridVariant.LUMO_COMPACT);
    rows =
        new GridRows<>(
            grid,
            c -> c.node() + " " + c.generation(),
            q -> copies.stream().skip(q.getOffset()).limit(q.getLimit()),
            q -> copies.size());
    grid.addColumn(
            Columns.link(
                c -> "nodes/" + c.node(),
                c -> c.node().value(),
                c -> Words.of("generation", c.generation())))
        .setHeader(Words.of("node"))
        .setWidth("6rem");
    grid.addColumn(Columns.badge(c -> Tone.of(c.state()), c -> Words.of(c.state()), c -> ""))
        .setHeader(Words.of("state"))
        .setWidth("min(9rem, 30vw)")
        .setFlexGrow(0);
    var progress =
        grid.addColumn(Columns.bar(CopyWords::percent, c -> Tone.BUSY, this::words, CopyWords::at))
            .setHeader(Words.of("progress"))
            .setFlexGrow(3);
    if (mayChange)
      grid.addColumn(buttons(deeds))
          .setHeader(Words.of("clone.do"))
          .setWidth("min(14rem, 34vw)")
          .setFlexGrow(0);
    Narrow.hide(grid, List.of(progress), List.of());
    add(grid);
  }

  private LitRenderer<Copy> buttons(BaseDeeds deeds) {
    return LitRenderer.<Copy>of(DEEDS)
        .withProperty("node", c -> c.node().value())
        .withProperty(
            "verify", c -> c.state() == Copy.State.READY ? Words.of("base.do.verify") : "")
        .withProperty("disable", c -> c.node().equals(main) ? "" : Words.of("base.do.disable"))
        .withFunction("verify", c -> verify(deeds, c))
        .withFunction(
            "disable", c -> new DisableDialog(deeds.disable(), c.base(), c.node()).open());
  }

  private static void verify(BaseDeeds deeds, Copy copy) {
    deeds
        .verify()
        .start(Request.by(SignedIn.caller()), copy.base(), List.of(copy.node()), copy.generation());
    Notices.done("base.do.verify.done", copy.base().value(), copy.node().value());
  }

  private String words(Copy copy) {
    return CopyWords.of(copy, sizes.getOrDefault(copy.generation(), 0L), times);
  }

  /** The main node keeps its copies as long as there is the base. */
  void show(List<Copy> now, Map<Integer, Long> bytes, NodeName keeper) {
    boolean sameWords = bytes.equals(sizes) && Objects.equals(keeper, main);
    sizes = bytes;
    main = keeper;
    copies = now;
    grid.setAllRowsVisible(copies.size() <= FEW);
    grid.setHeight(copies.size() <= FEW ? null : "28rem");
    if (sameWords) rows.refresh();
    else rows.refreshAll();
  }
}
