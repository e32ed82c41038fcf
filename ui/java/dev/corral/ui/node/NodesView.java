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
import dev.corral.base.Copy;
import dev.corral.node.Node;
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
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** All nodes: how they are, how full, and what is there. */
@Route(value = "nodes", layout = MainLayout.class)
@PermitAll
public class NodesView extends Page implements BeforeEnterObserver {
  private final Nodes nodes;
  private final Bases bases;
  private final Times times;
  private final Grid<Row> grid = Columns.grid("nodes.none");
  private final Empty empty;
  private final boolean mayAdd = SignedIn.caller().may(Role.ADMIN);
  private List<String> health = List.of();
  private List<Row> rows = List.of();

  /** A node with the bases that are ready there. */
  private record Row(Node node, String bases) {}

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
                r -> "nodes/" + r.node().name(), r -> r.node().name().value(), this::where))
        .setHeader(Words.of("node"))
        .setFlexGrow(1);
    grid.addColumn(Columns.badge(this::tone, this::standing, this::age))
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
        grid.addColumn(Columns.words(NodesView::guests, r -> ""))
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
    var there = grid.addColumn(Columns.words(Row::bases, r -> "")).setHeader(Words.of("bases"));
    Narrow.hide(grid, List.of(wish, guests, memory, pool, there), List.of(wish, there));
  }

  private String age(Row row) {
    return row.node().seenAt() == null ? "" : times.ago(row.node().seenAt());
  }

  private String where(Row row) {
    Node node = row.node();
    return node.address() + (node.main() ? " · " + Words.of("node.main") : "");
  }

  private Tone tone(Row row) {
    return row.node().admitted() ? Tone.of(row.node().health()) : Tone.BUSY;
  }

  private String standing(Row row) {
    return row.node().admitted() ? Words.of(row.node().health()) : Words.of("node.joining");
  }

  private static String guests(Row row) {
    if (row.node().vitals() == null) return "";
    return Words.of(
        "guests.running",
        row.node().vitals().running().size(),
        row.node().vitals().guests().size());
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    health = event.getLocation().getQueryParameters().getParameters("health");
  }

  private void refresh() {
    Map<String, String> ready =
        bases.copies().stream()
            .filter(c -> c.state() == Copy.State.READY)
            .collect(
                Collectors.groupingBy(
                    c -> c.node().value(),
                    Collectors.mapping(
                        c -> c.base().value(),
                        Collectors.collectingAndThen(
                            Collectors.toCollection(java.util.TreeSet::new),
                            names -> String.join(", ", names)))));
    List<Node> all = nodes.list();
    rows =
        all.stream()
            .filter(n -> health.isEmpty() || health.contains(n.health().name()))
            .map(n -> new Row(n, ready.getOrDefault(n.name().value(), "")))
            .toList();
    empty.setVisible(all.isEmpty());
    grid.setVisible(!all.isEmpty());
    grid.getDataProvider().refreshAll();
  }
}
