package dev.corral.ui.base;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.dependency.Uses;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.data.provider.DataProvider;
import com.vaadin.flow.router.Route;
import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.engine.Operations;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.EnableBase;
import dev.corral.operation.PrepareBase;
import dev.corral.operation.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.Bytes;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Empty;
import dev.corral.ui.part.Live;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.List;
import java.util.Set;

/** Which base is on which node: tick a box, and it gets there. */
@Route(value = "bases", layout = MainLayout.class)
@PermitAll
@Uses(Checkbox.class)
public class BasesView extends Page {
  private final Bases bases;
  private final Nodes nodes;
  private final Operations operations;
  private final EnableBase enableBase;
  private final PrepareBase prepareBase;
  private final Times times;
  private final boolean mayChange = SignedIn.caller().may(Role.ADMIN);
  private final Grid<Node> grid = Columns.grid("nodes.none");
  private final Button prepare = new Button(Words.of("base.prepare"), VaadinIcon.PLUS.create());
  private final Empty noBase = new Empty(VaadinIcon.DISC, "bases.empty");
  private final Empty noMain = new Empty(VaadinIcon.SERVER, "bases.nomain");
  private Matrix matrix = new Matrix(List.of(), List.of(), java.util.Map.of(), java.util.Map.of());

  BasesView(
      Bases bases,
      Nodes nodes,
      Operations operations,
      EnableBase enableBase,
      PrepareBase prepareBase,
      Live live,
      Times times) {
    super("bases");
    this.bases = bases;
    this.nodes = nodes;
    this.operations = operations;
    this.enableBase = enableBase;
    this.prepareBase = prepareBase;
    this.times = times;
    addClassName("full");
    configurePrepare();
    configureGrid();
    add(noBase, noMain, grid);
    live.refresh(this, Set.of("base", "base_copy", "node", "operation"), this::refresh);
  }

  private void configurePrepare() {
    prepare.setId("prepare-base");
    prepare.addThemeVariants(ButtonVariant.LUMO_PRIMARY);
    prepare.addClickListener(e -> new PrepareDialog(prepareBase, nodes.main()).open());
    actions(prepare);
  }

  private void configureGrid() {
    grid.setId("bases-grid");
    grid.setDataProvider(
        DataProvider.fromCallbacks(
            q -> matrix.nodes().stream().skip(q.getOffset()).limit(q.getLimit()),
            q -> matrix.nodes().size()));
  }

  /** Columns follow the bases; they stay while these stay, so that nothing jumps. */
  private void configureColumns() {
    grid.removeAllColumns();
    grid.addColumn(
            Columns.link(
                (Node n) -> "nodes/" + n.name(),
                n -> n.name().value(),
                n -> n.main() ? Words.of("node.main") : ""))
        .setHeader(Words.of("node"))
        .setFrozen(true)
        .setWidth("9rem")
        .setFlexGrow(0);
    for (Base base : matrix.bases())
      grid.addColumn(CopyCell.of(base, () -> matrix, mayChange, times, this::enable))
          .setKey(base.name() + " " + base.generation())
          .setHeader(header(base))
          .setWidth("16rem")
          .setFlexGrow(0);
  }

  private BaseHeader header(Base base) {
    BaseHeader header = new BaseHeader(base, generationWords(base));
    return mayChange ? header.with(prepareBase, base) : header;
  }

  private String generationWords(Base base) {
    if (base.generation() == 0) return Words.of("base.unprepared");
    Generation newest = bases.generation(base.name(), base.generation());
    return Words.of("generation", newest.number()) + " · " + new Bytes(newest.size());
  }

  private void enable(Base base, Node node) {
    try {
      enableBase.start(Request.by(SignedIn.caller()), base.name(), List.of(node.name()));
      Notices.done("base.enable.done", base.name().value(), node.name().value());
    } finally {
      refresh();
    }
  }

  private void refresh() {
    List<Base> before = matrix.bases();
    matrix = Matrix.of(bases, nodes, operations);
    boolean main = matrix.nodes().stream().anyMatch(Node::main);
    prepare.setVisible(mayChange && main);
    noMain.setVisible(!main);
    noBase.setVisible(main && matrix.bases().isEmpty());
    grid.setVisible(!matrix.bases().isEmpty());
    if (!matrix.bases().equals(before)) configureColumns();
    grid.getDataProvider().refreshAll();
  }
}
