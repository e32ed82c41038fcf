package dev.corral.ui.node;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import dev.corral.security.SignedIn;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.GridRows;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** All nodes: how they are, how full, and what is there. */
@Route(value = "nodes", layout = MainLayout.class)
@PermitAll
public class NodesView extends Page implements BeforeEnterObserver {
  /** Each look at a node changes it: with hundreds of them that is all the time. */
  private static final Duration PACE = Duration.ofSeconds(1);

  private final NodeRows nodes;
  private final Grid<NodeRow> grid = Columns.grid("nodes.none");
  private final NodeFilters filters = new NodeFilters(this::filtered);
  private final Empty empty = new Empty(VaadinIcon.SERVER, "nodes.empty", addButton("add-first"));
  private final GridRows<NodeRow> shown;
  private List<NodeRow> all = List.of();
  private List<NodeRow> rows = List.of();

  NodesView(NodeRows nodes, Live live, Times times) {
    super("nodes");
    this.nodes = nodes;
    addClassName("full");
    if (SignedIn.caller().may(Role.ADMIN)) actions(many(), addButton("add-node"));
    grid.setId("nodes-grid");
    grid.addThemeVariants(GridVariant.LUMO_COMPACT);
    shown = new GridRows<>(grid, r -> r.node().name(), this::page, q -> rows.size());
    NodeColumns.on(grid, times);
    add(filters, empty, grid);
    live.refresh(this, NodeRows.TABLES, PACE, this::refresh);
  }

  private static Button addButton(String id) {
    Button add = new Button(Words.of("node.add"), VaadinIcon.PLUS.create());
    add.setId(id);
    add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    add.addClickListener(e -> add.getUI().ifPresent(ui -> ui.navigate(AddNodeView.class)));
    add.setVisible(SignedIn.caller().may(Role.ADMIN));
    return add;
  }

  private static Button many() {
    Button many = new Button(Words.of("wizard.many"));
    many.setId("add-nodes");
    many.addClickListener(e -> many.getUI().ifPresent(ui -> ui.navigate(AddNodesView.class)));
    return many;
  }

  private Stream<NodeRow> page(Query<NodeRow, Void> query) {
    Stream<NodeRow> sorted =
        query
            .getSortingComparator()
            .map(order -> rows.stream().sorted(order))
            .orElse(rows.stream());
    return sorted.skip(query.getOffset()).limit(query.getLimit());
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    filters.ask(event.getLocation().getQueryParameters());
  }

  private void filtered() {
    getUI()
        .ifPresent(
            ui ->
                ui.getPage()
                    .getHistory()
                    .replaceState(null, new Location("nodes", filters.address())));
    select();
    shown.refreshAll();
  }

  private void refresh() {
    all = nodes.all();
    select();
    shown.refresh();
  }

  private void select() {
    rows = all.stream().filter(r -> filters.fits(r.node())).toList();
    empty.setVisible(all.isEmpty());
    filters.setVisible(!all.isEmpty());
    grid.setVisible(!all.isEmpty());
  }
}
