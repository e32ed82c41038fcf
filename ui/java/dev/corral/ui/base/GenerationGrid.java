package dev.corral.ui.base;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.node.Nodes;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Words;
import java.util.List;

/** The generations of a base, the newest first, and what can be done with each. */
final class GenerationGrid extends Div {
  private static final String DEEDS =
      """
      <div class="row-actions">
        <button class="deed" id="rollout-${item.number}" ?hidden="${!item.rollout}" @click="${rollout}">${item.rollout}</button>
        <button class="deed" id="rollback-${item.number}" ?hidden="${!item.rollback}" @click="${rollback}">${item.rollback}</button>
        <button class="deed remove" id="prune-${item.number}" ?hidden="${!item.prune}" @click="${prune}">${item.prune}</button>
      </div>""";
  private final Grid<GenerationRow> grid = Columns.grid("base.unprepared");
  private List<GenerationRow> shown = List.of();

  GenerationGrid(BaseDeeds deeds, Nodes nodes, boolean mayChange) {
    grid.setId("generations-grid");
    grid.addThemeVariants(GridVariant.LUMO_COMPACT);
    grid.setAllRowsVisible(true);
    grid.addColumn(Columns.words(r -> Words.of("generation", r.number()), r -> ""))
        .setHeader(Words.of("base.generation"))
        .setWidth("min(9rem, 26vw)")
        .setFlexGrow(0);
    grid.addColumn(Columns.badge(GenerationRow::tone, GenerationRow::standing, r -> ""))
        .setHeader(Words.of("state"))
        .setWidth("5.5rem")
        .setFlexGrow(2);
    var size =
        grid.addColumn(Columns.words(GenerationRow::size, r -> ""))
            .setHeader(Words.of("base.size"));
    var where =
        grid.addColumn(Columns.words(GenerationRow::where, r -> ""))
            .setHeader(Words.of("base.copies"));
    grid.addColumn(
            Columns.link(
                r -> "clones?base=" + r.base().name(), r -> String.valueOf(r.clones()), r -> ""))
        .setHeader(Words.of("clones"))
        .setWidth("4rem");
    if (mayChange)
      grid.addColumn(buttons(deeds, nodes))
          .setHeader(Words.of("clone.do"))
          .setWidth("5.5rem")
          .setFlexGrow(2);
    Narrow.hide(grid, List.of(size, where), List.of());
    add(grid);
  }

  private static LitRenderer<GenerationRow> buttons(BaseDeeds deeds, Nodes nodes) {
    return LitRenderer.<GenerationRow>of(DEEDS)
        .withProperty("number", GenerationRow::number)
        .withProperty("rollout", r -> r.mayBeRolledOut() ? Words.of("base.do.rollout") : "")
        .withProperty("rollback", r -> r.mayBeGoneBackTo() ? Words.of("base.do.rollback") : "")
        .withProperty("prune", r -> r.mayBePruned() ? Words.of("base.do.prune") : "")
        .withFunction(
            "rollout", r -> new RolloutDialog(deeds.rollout(), nodes, r.base(), r.number()).open())
        .withFunction(
            "rollback",
            r -> new RollbackDialog(deeds.rollback(), r.base().name(), r.number()).open())
        .withFunction(
            "prune", r -> new PruneDialog(deeds.prune(), r.base().name(), r.number()).open());
  }

  void show(List<GenerationRow> rows) {
    if (rows.equals(shown)) return;
    shown = rows;
    grid.setItems(rows);
  }
}
