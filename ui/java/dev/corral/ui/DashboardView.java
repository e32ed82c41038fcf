package dev.corral.ui;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.router.Route;
import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.engine.Operation;
import dev.corral.engine.Operation.State;
import dev.corral.engine.OperationList;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.Alert;
import dev.corral.operation.Cluster;
import dev.corral.security.SignedIn;
import dev.corral.shared.Bytes;
import dev.corral.shared.Role;
import dev.corral.ui.node.AddNodeView;
import dev.corral.ui.operation.OperationRows;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.Live;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Tile;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** The herd at a glance; each number leads to its list. */
@Route(value = "", layout = MainLayout.class)
@PermitAll
public class DashboardView extends Page {
  private static final int LATEST = 8;
  private final Nodes nodes;
  private final Bases bases;
  private final Clones clones;
  private final OperationList operations;
  private final Div tiles = new Div();
  private final OperationRows latest;
  private final Panel latestPanel;
  private final Empty empty;
  private final Cluster cluster;
  private final Panel alerts = new Panel("dashboard.alerts");

  DashboardView(
      Nodes nodes,
      Bases bases,
      Clones clones,
      OperationList operations,
      Cluster cluster,
      Live live,
      Times times) {
    super("dashboard");
    this.nodes = nodes;
    this.bases = bases;
    this.clones = clones;
    this.operations = operations;
    this.cluster = cluster;
    this.latest = new OperationRows(times);
    this.latestPanel = new Panel("dashboard.latest", latest);
    this.empty = new Empty(VaadinIcon.SERVER, "nodes.empty");
    if (SignedIn.caller().may(Role.ADMIN)) empty.add(first());
    tiles.addClassName("tiles");
    add(empty, alerts, tiles, latestPanel);
    live.refresh(
        this,
        Set.of("node", "base", "base_copy", "clone", "operation", "silence", "policy"),
        this::refresh);
  }

  private static Button first() {
    Button add = new Button(Words.of("node.add.first"), VaadinIcon.PLUS.create());
    add.setId("add-first-node");
    add.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    add.addClickListener(e -> add.getUI().ifPresent(ui -> ui.navigate(AddNodeView.class)));
    return add;
  }

  private void refresh() {
    List<Node> all = nodes.list();
    empty.setVisible(all.isEmpty());
    tiles.setVisible(!all.isEmpty());
    List<Alert> now = cluster.alerts();
    if (now.isEmpty()) alerts.show();
    else alerts.show(new AlertRows(now));
    tiles.removeAll();
    tiles.add(
        nodeTile(all), baseTile(), cloneTile(), operationTile(), incidentTile(), memoryTile(all));
    List<Operation> newest =
        operations.find(new OperationList.Search(Set.of(), null, true), 0, LATEST);
    latest.show(newest);
    latestPanel.setVisible(!newest.isEmpty());
  }

  private Tile nodeTile(List<Node> all) {
    Tile tile = new Tile("tile-nodes", "nodes", all.size(), Words.of("nodes"));
    Map<Health, Long> by =
        all.stream()
            .filter(Node::admitted)
            .collect(
                Collectors.groupingBy(
                    Node::health,
                    () -> new java.util.EnumMap<>(Health.class),
                    Collectors.counting()));
    by.forEach((h, n) -> tile.part("nodes?health=" + h, Tone.of(h), n + " " + Words.of(h)));
    long joining = all.stream().filter(n -> !n.admitted()).count();
    if (joining > 0) tile.part("nodes", Tone.BUSY, joining + " " + Words.of("node.joining"));
    return tile;
  }

  private Tile baseTile() {
    long ready = bases.list().stream().filter(b -> b.generation() > 0).count();
    Tile tile = new Tile("tile-bases", "bases", bases.list().size(), Words.of("bases"));
    if (ready > 0) tile.part("bases", Tone.GOOD, ready + " " + Words.of("state.READY"));
    return tile;
  }

  private Tile cloneTile() {
    Map<Clone.State, Long> by = clones.countByState();
    long sum = by.values().stream().mapToLong(Long::longValue).sum();
    Tile tile = new Tile("tile-clones", "clones", sum, Words.of("clones"));
    by.forEach((s, n) -> tile.part("clones?state=" + s, Tone.of(s), n + " " + Words.of(s)));
    return tile;
  }

  private Tile operationTile() {
    Map<State, Long> by = operations.countByState();
    long running = by.getOrDefault(State.RUNNING, 0L) + by.getOrDefault(State.WAITING, 0L);
    return new Tile(
        "tile-running", "operations?state=RUNNING", running, Words.of("dashboard.running"));
  }

  private Tile incidentTile() {
    long incidents = operations.countByState().getOrDefault(State.INCIDENT, 0L);
    Tile tile =
        new Tile(
            "tile-incidents",
            "operations?state=INCIDENT",
            incidents,
            Words.of("dashboard.incidents"));
    tile.alarming(incidents > 0);
    return tile;
  }

  private static Tile memoryTile(List<Node> all) {
    List<Node> up =
        all.stream().filter(n -> n.health() == Health.UP && n.vitals() != null).toList();
    long free = up.stream().mapToLong(n -> n.vitals().available()).sum();
    return new Tile(
        "tile-memory", "nodes", new Bytes(free).toString(), Words.of("dashboard.memory"));
  }
}
