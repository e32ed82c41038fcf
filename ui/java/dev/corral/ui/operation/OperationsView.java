package dev.corral.ui.operation;

import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.combobox.MultiSelectComboBox;
import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.BeforeEnterObserver;
import com.vaadin.flow.router.Route;
import dev.corral.engine.Operation;
import dev.corral.engine.Operation.State;
import dev.corral.engine.OperationList;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Columns;
import dev.corral.ui.part.Filters;
import dev.corral.ui.part.GridRows;
import dev.corral.ui.part.Narrow;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** All operations, the newest first, moving. */
@Route(value = "operations", layout = MainLayout.class)
@PermitAll
public class OperationsView extends Page implements BeforeEnterObserver {
  private final OperationList operations;
  private final Times times;
  private final Grid<Operation> grid = Columns.grid("operations.empty");
  private final MultiSelectComboBox<State> states =
      new MultiSelectComboBox<>(Words.of("state"), List.of(State.values()));
  private final GridRows<Operation> rows =
      new GridRows<>(
          grid,
          Operation::id,
          q -> operations().find(search(), q.getOffset(), q.getLimit()).stream(),
          q -> (int) operations().count(search()));
  private final TextField text = new TextField(Words.of("search"));
  private final Checkbox all = new Checkbox(Words.of("operations.all"));

  OperationsView(OperationList operations, Live live, Times times) {
    super("operations");
    this.operations = operations;
    this.times = times;
    addClassName("full");
    configureFilters();
    configureGrid();
    live.refresh(this, Set.of("operation"), rows::refresh);
  }

  private void configureFilters() {
    states.setId("filter-state");
    states.setItemLabelGenerator(Words::of);
    states.addValueChangeListener(e -> rows.refreshAll());
    text.setId("filter-text");
    text.setPlaceholder(Words.of("operations.search.hint"));
    text.setClearButtonVisible(true);
    text.setValueChangeMode(ValueChangeMode.LAZY);
    text.addValueChangeListener(e -> rows.refreshAll());
    all.setId("filter-all");
    all.addValueChangeListener(e -> rows.refreshAll());
    add(new Filters(List.of(text, states, all)));
  }

  private void configureGrid() {
    grid.setId("operations-grid");
    grid.addColumn(
            Columns.link(o -> "operations/" + o.id(), o -> Kinds.of(o.kind()), Operation::subject))
        .setHeader(Words.of("operation"))
        .setFlexGrow(2);
    grid.addColumn(Columns.badge(o -> Tone.of(o.state()), o -> Words.of(o.state()), o -> ""))
        .setHeader(Words.of("state"))
        .setWidth("min(9.5rem, 30vw)")
        .setFlexGrow(0);
    var percent =
        grid.addColumn(
                Columns.bar(Operation::percent, o -> Tone.of(o.state()), o -> o.percent() + " %"))
            .setHeader(Words.of("progress"));
    var by =
        grid.addColumn(Columns.words(Operation::startedBy, Operation::reason))
            .setHeader(Words.of("operation.by"));
    var when =
        grid.addColumn(Columns.ago(times, Operation::startedAt))
            .setHeader(Words.of("operation.when"));
    var lasted =
        grid.addColumn(Columns.lasted(times, Operation::startedAt, Operation::endedAt))
            .setHeader(Words.of("operation.lasted"));
    Narrow.hide(grid, List.of(percent, by, lasted), List.of());
    when.setAutoWidth(true).setFlexGrow(0);
    add(grid);
  }

  private OperationList.Search search() {
    return new OperationList.Search(
        states.getValue(), text.isEmpty() ? null : text.getValue().strip(), !all.getValue());
  }

  @Override
  public void beforeEnter(BeforeEnterEvent event) {
    List<String> asked = event.getLocation().getQueryParameters().getParameters("state");
    states.setValue(
        Arrays.stream(State.values())
            .filter(s -> asked.contains(s.name()))
            .collect(Collectors.toSet()));
  }

  private OperationList operations() {
    return operations;
  }
}
