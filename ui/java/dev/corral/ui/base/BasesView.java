package dev.corral.ui.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dependency.Uses;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.Route;
import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.engine.Operations;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.GridRows;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.time.Duration;
import java.util.List;
import java.util.Set;

/** Which base is on which node: tick a box, and it gets there. */
@Route(value = "bases", layout = MainLayout.class)
@PermitAll
@Uses(Checkbox.class)
public class BasesView extends Page {
  /** Each look at a node changes it: with hundreds of them that is all the time. */
  private static final Duration PACE = Duration.ofMillis(700);

  /** So few nodes need no search. */
  private static final int FEW = 8;

  private final Bases bases;
  private final Nodes nodes;
  private final Operations operations;
  private final BaseDeeds deeds;
  private final Times times;
  private final boolean mayChange = SignedIn.caller().may(Role.ADMIN);
  private final Grid<Row> grid = Columns.grid("nodes.none");
  private final Button prepare = new Button(Words.of("base.prepare"), VaadinIcon.PLUS.create());
  private final Empty noBase = new Empty(VaadinIcon.DISC, "bases.empty");
  private final Empty noMain = Empty.leadingTo("nodes", VaadinIcon.SERVER, "bases.nomain");
  private final TextField search = new TextField();
  private GridRows<Row> rows;
  private Matrix matrix = Matrix.EMPTY;

  BasesView(
      Bases bases, Nodes nodes, Operations operations, BaseDeeds deeds, Live live, Times times) {
    super("bases");
    this.bases = bases;
    this.nodes = nodes;
    this.operations = operations;
    this.deeds = deeds;
    this.times = times;
    addClassName("full");
    configurePrepare();
    configureSearch();
    configureGrid();
    add(search, noBase, noMain, grid);
    live.refresh(
        this,
        Set.of("base", "base_generation", "base_copy", "node", "operation"),
        PACE,
        this::refresh);
  }

  private void configurePrepare() {
    prepare.setId("prepare-base");
    prepare.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    prepare.addClickListener(e -> new PrepareDialog(deeds.prepare(), nodes.main()).open());
    actions(prepare);
  }

  private void configureSearch() {
    search.setId("filter-text");
    search.setPlaceholder(Words.of("bases.search.hint"));
    search.setAriaLabel(Words.of("bases.search.hint"));
    search.setPrefixComponent(VaadinIcon.SEARCH.create());
    search.setClearButtonVisible(true);
    search.setValueChangeMode(ValueChangeMode.LAZY);
    search.addValueChangeListener(e -> rows.refreshAll());
  }

  /** A node, and all that is shown of it: two rows that are equal look alike. */
  record Row(Node node, List<Object> shown) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Row row && row.shown.equals(shown);
    }

    @Override
    public int hashCode() {
      return shown.hashCode();
    }
  }

  private List<Row> found() {
    return matrix.nodes(search.getValue().strip().toLowerCase(java.util.Locale.ROOT)).stream()
        .map(n -> new Row(n, matrix.shown(n)))
        .toList();
  }

  private void configureGrid() {
    grid.setId("bases-grid");
    grid.addThemeVariants(GridVariant.LUMO_COMPACT);
    rows =
        new GridRows<>(
            grid,
            r -> r.node().name(),
            q -> found().stream().skip(q.getOffset()).limit(q.getLimit()),
            q -> found().size());
  }

  /** Columns follow the bases; they stay while these stay, so that nothing jumps. */
  private void configureColumns() {
    grid.removeAllColumns();
    grid.addColumn(
            Columns.link(
                (Row r) -> "nodes/" + r.node().name(),
                r -> r.node().name().value(),
                r -> r.node().main() ? Words.of("node.main") : ""))
        .setHeader(Words.of("node"))
        .setFrozen(true)
        .setWidth("9rem")
        .setFlexGrow(0);
    for (Base base : matrix.bases())
      grid.addColumn(CopyCell.of(base, () -> matrix, mayChange, times, this::tick))
          .setKey(base.name().value())
          .setHeader(new BaseHeader(base))
          .setWidth("16rem")
          .setFlexGrow(0);
  }

  /** A box without its tick gets the base there; one with it asks before the base goes. */
  private void tick(Base base, Node node) {
    if (matrix.ticked(base, node)) {
      DisableDialog dialog = new DisableDialog(deeds.disable(), base.name(), node.name());
      dialog.addOpenedChangeListener(
          e -> refreshAll()); // the box shows what is, not what was asked
      dialog.open();
      return;
    }
    try {
      deeds.enable().start(Request.by(SignedIn.caller()), base.name(), List.of(node.name()));
      Notices.done("base.enable.done", base.name().value(), node.name().value());
    } finally {
      refreshAll();
    }
  }

  private void refreshAll() {
    refresh();
    rows.refreshAll();
  }

  private void refresh() {
    List<Base> before = matrix.bases();
    matrix = Matrix.of(bases, nodes, operations);
    boolean main = matrix.nodes().stream().anyMatch(Node::main);
    prepare.setVisible(mayChange && main);
    noMain.setVisible(!main);
    noBase.setVisible(main && matrix.bases().isEmpty());
    grid.setVisible(!matrix.bases().isEmpty());
    search.setVisible(matrix.nodes().size() > FEW && grid.isVisible());
    if (matrix.bases().equals(before)) {
      rows.refresh();
      return;
    }
    configureColumns();
    rows.refreshAll();
  }
}
