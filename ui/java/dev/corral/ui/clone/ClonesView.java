package dev.corral.ui.clone;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridMultiSelectionModel;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.provider.Query;
import com.vaadin.flow.data.provider.SortDirection;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Location;
import com.vaadin.flow.router.Route;
import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.clone.CloneList;
import dev.corral.clone.CloneList.Order;
import dev.corral.clone.ListedClone;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.security.SignedIn;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.GridRows;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import dev.corral.ui.storage.RemovedClones;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

/** All clones, thousands of them: where they are, how they are, and why there. */
@Route(value = "clones", layout = MainLayout.class)
@PermitAll
public class ClonesView extends Page implements BeforeEnterObserver {
  private final CloneList clones;
  private final Bases bases;
  private final CloneDeeds deeds;
  private final Grid<ListedClone> grid = Columns.grid("clones.none");
  private final CloneFilters filters;
  private GridRows<ListedClone> rows;
  private final SelectionBar selection;
  private final Button create = new Button(Words.of("clone.create"), VaadinIcon.PLUS.create());
  private final Empty noClone = new Empty(VaadinIcon.COPY_O, "clones.empty");
  private final Empty noBase = Empty.leadingTo("bases", VaadinIcon.DISC, "clones.nobase");
  private final boolean mayRun = SignedIn.caller().may(Role.OPERATOR);

  ClonesView(
      CloneList clones,
      Bases bases,
      Nodes nodes,
      ProvisionClones provision,
      CloneDeeds deeds,
      RemovedClones removedClones,
      Live live,
      Times times) {
    super("clones");
    this.clones = clones;
    this.bases = bases;
    this.deeds = deeds;
    addClassName("full");
    create.setId("create-clones");
    create.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    create.addClickListener(e -> new CreateDialog(provision, bases).open());
    Button removed =
        new Button(
            Words.of("removed.title"), VaadinIcon.ARCHIVE.create(), e -> removedClones.open(null));
    removed.setId("removed-clones");
    removed.setVisible(mayRun);
    actions(removed, create);
    this.selection =
        new SelectionBar((deed, names) -> deeds.many(deed, names).open(), grid::deselectAll);
    this.filters = new CloneFilters(clones, bases, nodes, this::filtered);
    configureGrid(times);
    add(filters, selection, noClone, noBase, grid);
    live.refresh(this, Set.of("clone", "base_generation"), this::refresh);
  }

  private void configureGrid(Times times) {
    grid.setId("clones-grid");
    grid.addThemeVariants(GridVariant.LUMO_COMPACT);
    rows =
        new GridRows<>(grid, ListedClone::name, this::found, q -> clones.count(filters.search()));
    CloneColumns.on(grid, times, c -> new WhyDialog(deeds.clones().get(c.name())).open());
    if (!mayRun) return;
    var buttons =
        grid.addColumn(deeds.buttons())
            .setHeader(Words.of("clone.do"))
            .setWidth("16.5rem")
            .setFlexGrow(0);
    Narrow.hide(grid, List.of(buttons), List.of());
    grid.setSelectionMode(Grid.SelectionMode.MULTI);
    ((GridMultiSelectionModel<ListedClone>) grid.getSelectionModel())
        .setSelectAllCheckboxVisibility(
            GridMultiSelectionModel.SelectAllCheckboxVisibility.VISIBLE);
    grid.addSelectionListener(
        e -> selection.show(e.getAllSelectedItems().stream().map(ListedClone::name).toList()));
  }

  private Stream<ListedClone> found(Query<ListedClone, Void> query) {
    var sorted = query.getSortOrders().stream().findFirst();
    Order order = sorted.map(s -> Order.valueOf(s.getSorted())).orElse(Order.NAME);
    boolean descending =
        sorted.filter(s -> s.getDirection() == SortDirection.DESCENDING).isPresent();
    return clones
        .find(filters.search(), order, descending, query.getOffset(), query.getLimit())
        .stream();
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    filters.ask(event.getLocation().getQueryParameters());
  }

  /** What was chosen before may be out of sight now: it is chosen no more. */
  private void filtered() {
    getUI()
        .ifPresent(
            ui ->
                ui.getPage()
                    .getHistory()
                    .replaceState(null, new Location("clones", filters.address())));
    grid.deselectAll();
    showWhatThereIs();
    rows.refreshAll();
  }

  private void refresh() {
    showWhatThereIs();
    rows.refresh();
  }

  private void showWhatThereIs() {
    boolean any = clones.count(CloneList.Search.all()) > 0;
    boolean ready = bases.list().stream().map(Base::generation).anyMatch(g -> g > 0);
    create.setVisible(ready && mayRun);
    noBase.setVisible(!any && !ready);
    noClone.setVisible(!any && ready);
    filters.setVisible(any);
    grid.setVisible(any);
  }
}
