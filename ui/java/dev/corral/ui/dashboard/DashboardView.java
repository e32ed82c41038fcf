package dev.corral.ui.dashboard;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.Route;
import dev.corral.engine.Operation;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.operation.OperationRows;
import dev.corral.ui.part.OneByOne;
import dev.corral.ui.part.OneByOne.News;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Times;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

/** The herd at a glance; each number leads to its list. */
@Route(value = "", layout = MainLayout.class)
@PermitAll
public class DashboardView extends Page {
  private final Figures figures;
  private final OneByOne oneByOne;
  private final FirstSteps next = new FirstSteps();
  private final Panel alerts = new Panel("dashboard.alerts");
  private final Tiles tiles = new Tiles();
  private final RoomTable room = new RoomTable();
  private final Panel roomPanel = new Panel("dashboard.room", room);
  private final OperationRows open;
  private final OperationRows latest;
  private final Panel openPanel;
  private final Panel latestPanel;
  private boolean counting;

  DashboardView(Figures figures, OneByOne oneByOne, Live live, Times times) {
    super("dashboard");
    this.figures = figures;
    this.oneByOne = oneByOne;
    open = new OperationRows(times);
    latest = new OperationRows(times);
    openPanel = new Panel("dashboard.open", open);
    latestPanel = new Panel("dashboard.latest", latest);
    roomPanel.setId("room");
    roomPanel.setVisible(false);
    openPanel.setId("open-operations");
    latestPanel.setId("latest-operations");
    Div below = new Div(new Div(roomPanel, openPanel), new Div(latestPanel));
    below.addClassName("columns");
    add(next, alerts, tiles, below);
    live.refresh(this, Figures.TABLES, this::refresh);
    live.refresh(this, Figures.ROOM_TABLES, Duration.ofSeconds(3), this::refreshRoom);
  }

  private void refresh() {
    Figures.Standing now = figures.standing();
    tiles.show(now.numbers());
    next.show(now.numbers());
    alerts.show(now.alerts().isEmpty() ? null : now.alerts(), AlertRows::new);
    show(openPanel, open, now.open());
    show(latestPanel, latest, now.latest());
  }

  private static void show(Panel panel, OperationRows rows, List<Operation> operations) {
    rows.show(operations);
    panel.setVisible(!operations.isEmpty());
  }

  /** Beside the page, which must not wait for it. */
  private void refreshRoom() {
    if (counting) return;
    counting = true;
    AtomicReference<Figures.Room> found = new AtomicReference<>();
    oneByOne.run(
        UI.getCurrent(),
        List.of(figures),
        all -> found.set(all.room()),
        (News<Figures> news) -> {
          counting = false;
          if (found.get() != null) room.show(found.get());
          roomPanel.setVisible(found.get() != null && !found.get().ready().isEmpty());
        });
  }
}
