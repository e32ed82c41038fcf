package dev.corral.ui.node;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import dev.corral.base.Bases;
import dev.corral.node.Nodes;
import dev.corral.security.SignedIn;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.Live;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;

/** All nodes: how they are, how full, and what is there. */
@Route(value = "nodes", layout = MainLayout.class)
@PermitAll
public class NodesView extends Page implements BeforeEnterObserver {
  private final Nodes nodes;
  private final Bases bases;
  private final Times times;
  private final Grid<NodeRow> grid = Columns.grid("nodes.none");
  private final Empty empty;
  private final boolean mayAdd = SignedIn.caller().may(Role.ADMIN);
  private List<String> health = List.of();
  private List<NodeRow> rows = List.of();

  NodesView(Nodes nodes, Bases bases, Live live, Times times) {
    super("nodes");
    this.nodes = nodes;
    this.bases = bases;
    this.times = times;
    addClassName("full");
    this.empty = new Empty(VaadinIcon.SERVER, "nodes.empty");
    configureActions();
    configureGrid();
    add(empty, grid);
    live.refresh(this, Set.of("node", "base_copy"), this::refresh);
  }

  private void configureActions() {
    if (!mayAdd) return;
    Button add = new Button(Words.of("node.add"), VaadinIcon.PLUS.create());
    add.setId("add-node");
    add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    add.addClickListener(e -> add.getUI().ifPresent(ui -> ui.navigate(AddNodeView.class)));
    actions(add);
  }

  private void configureGrid() {
    grid.setId("nodes-grid");
    grid.setDataProvider(
        DataProvider.fromCallbacks(
            q -> rows.stream().skip(q.getOffset()).limit(q.getLimit()), q -> rows.size()));
    grid.addColumn(
            Columns.link(
                r -> "nodes/" + r.node().name(), r -> r.node().name().value(), NodeRow::where))
        .setHeader(Words.of("node"))
        .setFlexGrow(1);
    grid.addColumn(Columns.badge(NodeRow::tone, NodeRow::standing, r -> r.age(times)))
        .setHeader(Words.of("node.health"))
        .setFlexGrow(1);
    var wish =
        grid.addColumn(
                Columns.badge(
                    r -> Tone.of(r.node().availability()),
                    r -> r.node().admitted() ? Words.of(r.node().availability()) : "",
                    r -> ""))
            .setHeader(Words.of("node.availability"));
    var guests =
        grid.addColumn(Columns.words(NodeRow::guests, r -> ""))
            .setHeader(Words.of("guests"))
            .setFlexGrow(1);
    var memory =
        grid.addColumn(
                Columns.bar(
                    r -> Load.memoryPercent(r.node()),
                    r -> Tone.ofFullness(Load.memoryPercent(r.node())),
                    r -> Load.memory(r.node())))
            .setHeader(Words.of("memory"))
            .setFlexGrow(2);
    var pool =
        grid.addColumn(
                Columns.bar(
                    r -> Load.tightest(r.node()).map(Load::percent).orElse(0),
                    r -> Tone.ofFullness(Load.tightest(r.node()).map(Load::percent).orElse(0)),
                    r -> Load.tightest(r.node()).map(Load::words).orElse("")))
            .setHeader(Words.of("pool"))
            .setFlexGrow(2);
    var there = grid.addColumn(Columns.words(NodeRow::bases, r -> "")).setHeader(Words.of("bases"));
    Narrow.hide(grid, List.of(wish, guests, memory, pool, there), List.of(wish, there));
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    health = event.getLocation().getQueryParameters().getParameters("health");
  }

  private void refresh() {
    List<NodeRow> all = NodeRow.all(nodes, bases);
    rows =
        all.stream()
            .filter(r -> health.isEmpty() || health.contains(r.node().health().name()))
            .toList();
    empty.setVisible(all.isEmpty());
    grid.setVisible(!all.isEmpty());
    grid.getDataProvider().refreshAll();
  }
}
