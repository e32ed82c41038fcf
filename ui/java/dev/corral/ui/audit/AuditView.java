package dev.corral.ui.audit;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.data.renderer.ComponentRenderer;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.operation.Kinds;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.GridRows;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;

/** Who did what, why, where, when, and how it ended; and the story of one thing. */
@Route(value = "audit", layout = MainLayout.class)
@PermitAll
public class AuditView extends Page implements BeforeEnterObserver {
  private final AuditTrail audit;
  private final Times times;
  private final Grid<AuditTrail.Row> grid = Columns.grid("audit.empty");
  private final AuditFilters filters;
  private GridRows<AuditTrail.Row> rows;
  private volatile AuditTrail.Filter filter =
      new AuditTrail.Filter(null, null, null, null, null, null, null, null);

  AuditView(AuditTrail audit, ObjectMapper json, Live live, Times times) {
    super("audit");
    this.audit = audit;
    this.times = times;
    addClassName("full");
    Anchor export =
        new Anchor(new AuditExport(audit, json, () -> filter), Words.of("audit.export"));
    export.setId("export");
    export.addClassName("button-link");
    actions(export);
    this.filters = new AuditFilters(times, this::refresh);
    add(filters);
    configureGrid();
    // each of these changes writes rows of the trail too
    live.refresh(this, Set.of("operation", "step_attempt"), this::refresh);
  }

  private void configureGrid() {
    grid.setId("audit-grid");
    rows =
        new GridRows<>(
            grid,
            AuditTrail.Row::id,
            q -> audit.find(filter, q.getOffset(), q.getLimit()).stream(),
            q -> (int) audit.count(filter));
    var when = grid.addColumn(Columns.ago(times, (AuditTrail.Row r) -> r.entry().at()));
    when.setHeader(Words.of("audit.when")).setWidth("min(8rem, 27vw)").setFlexGrow(0);
    grid.addColumn(
            Columns.badge(
                (AuditTrail.Row r) -> Tone.ofOutcome(r.entry().outcome()),
                r -> Kinds.outcome(r.entry().outcome()),
                r -> r.entry().code()))
        .setHeader(Words.of("audit.outcome"))
        .setWidth("min(11rem, 35vw)")
        .setFlexGrow(0);
    grid.addColumn(
            Columns.words((AuditTrail.Row r) -> Kinds.of(r.entry().kind()), r -> step(r.entry())))
        .setHeader(Words.of("audit.what"));
    var who =
        grid.addColumn(
                Columns.words((AuditTrail.Row r) -> r.entry().actor(), r -> r.entry().reason()))
            .setHeader(Words.of("actor"));
    var about =
        grid.addColumn(Columns.words((AuditTrail.Row r) -> about(r.entry()), r -> ""))
            .setHeader(Words.of("audit.about"));
    var detail =
        grid.addColumn(
                Columns.words((AuditTrail.Row r) -> r.entry().detail(), r -> r.entry().fix()))
            .setHeader(Words.of("audit.detail"))
            .setFlexGrow(3);
    grid.setItemDetailsRenderer(new ComponentRenderer<>(r -> new AuditDetails(r.entry(), times)));
    Narrow.hide(grid, List.of(who, about, detail), List.of(about));
    add(grid);
  }

  private static String step(AuditEntry e) {
    if (e.step() == null) return "";
    String step = Kinds.step(e.step());
    return e.attempt() == null || e.attempt() == 1
        ? step
        : step + " · " + Words.of("step.attempt", e.attempt());
  }

  private static String about(AuditEntry e) {
    return String.join(
        ", ",
        java.util.stream.Stream.of(e.node(), e.base(), e.cloneName())
            .filter(java.util.Objects::nonNull)
            .toList());
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    filters.ask(event.getLocation().getQueryParameters());
  }

  private void refresh() {
    AuditTrail.Filter asked = filters.filter();
    boolean same = asked.equals(filter);
    filter = asked;
    if (same) rows.refresh();
    else rows.refreshAll();
  }
}
