package dev.corral.ui.dashboard;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import dev.corral.base.Bases;
import dev.corral.clone.Clones;
import dev.corral.engine.Operation;
import dev.corral.engine.Operation.State;
import dev.corral.engine.OperationList;
import dev.corral.engine.OperationList.Search;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.FreeRoom;
import dev.corral.operation.herd.Alert;
import dev.corral.operation.herd.Cluster;
import dev.corral.ui.MainLayout;
import dev.corral.ui.operation.OperationRows;
import dev.corral.ui.part.Live;
import dev.corral.ui.part.OneByOne;
import dev.corral.ui.part.OneByOne.News;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Times;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.springframework.stereotype.Component;

/** The herd at a glance; each number leads to its list. */
@Route(value = "", layout = MainLayout.class)
@PermitAll
public class DashboardView extends Page {
  private static final int MOST = 8;
  private static final Set<State> OPEN = Set.of(State.RUNNING, State.WAITING, State.INCIDENT);
  private static final Set<State> ENDED = Set.of(State.DONE, State.REFUSED, State.CANCELLED);
  private final Rooms rooms;
  private final FirstSteps next = new FirstSteps();
  private final Panel alerts = new Panel("dashboard.alerts");
  private final Tiles tiles = new Tiles();
  private final RoomTable room = new RoomTable();
  private final Panel roomPanel = new Panel("dashboard.room", room);
  private final Panel openPanel = new Panel("dashboard.open");
  private final Panel latestPanel = new Panel("dashboard.latest");
  private final Times times;
  private boolean counting;

  /** What it needs of the rooms. */
  @Component
  record Rooms(
      Nodes nodes,
      Bases bases,
      Clones clones,
      OperationList operations,
      Cluster cluster,
      FreeRoom room,
      OneByOne oneByOne) {}

  DashboardView(Rooms rooms, Live live, Times times) {
    super("dashboard");
    this.rooms = rooms;
    this.times = times;
    roomPanel.setId("room");
    roomPanel.setVisible(false);
    openPanel.setId("open-operations");
    Div below = new Div(new Div(roomPanel, openPanel), new Div(latestPanel));
    below.addClassName("columns");
    add(next, alerts, tiles, below);
    live.refresh(
        this, Set.of("node", "base", "clone", "silence", "policy", "operation"), this::refresh);
    live.refresh(
        this,
        Set.of("node", "base", "base_copy", "base_generation", "clone"),
        Duration.ofSeconds(3),
        this::refreshRoom);
  }

  private void refresh() {
    List<Node> nodes = rooms.nodes().list();
    var numbers =
        new Tiles.Numbers(
            nodes,
            rooms.bases().list(),
            rooms.clones().countByState(),
            rooms.operations().countByState());
    tiles.show(numbers);
    next.show(numbers);
    List<Alert> now = rooms.cluster().alerts();
    if (now.isEmpty()) alerts.show();
    else alerts.show(new AlertRows(now));
    show(openPanel, OPEN);
    show(latestPanel, ENDED);
  }

  private void show(Panel panel, Set<State> states) {
    List<Operation> found = rooms.operations().find(new Search(states, null, true), 0, MOST);
    OperationRows rows = new OperationRows(times);
    rows.show(found);
    if (found.isEmpty()) panel.show();
    else panel.show(rows);
  }

  /** Beside the page, which must not wait for it. */
  private void refreshRoom() {
    if (counting) return;
    counting = true;
    AtomicReference<RoomTable.Room> found = new AtomicReference<>();
    rooms
        .oneByOne()
        .run(
            UI.getCurrent(),
            List.of(rooms),
            all -> found.set(RoomTable.count(all)),
            (News<Rooms> news) -> {
              counting = false;
              if (found.get() != null) room.show(found.get());
              roomPanel.setVisible(found.get() != null && room.isVisible());
            });
  }
}
