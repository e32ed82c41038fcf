package dev.corral.ui.clone;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.router.QueryParameters;
import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.Nodes;
import dev.corral.ui.part.Words;
import java.util.Arrays;
import java.util.List;

/** Which clones to show. */
final class CloneFilters extends Div {
  private final ComboBox<String> base = new ComboBox<>(Words.of("base"));
  private final ComboBox<String> node = new ComboBox<>(Words.of("node"));
  private final ComboBox<Clone.State> state =
      new ComboBox<>(Words.of("state"), List.of(Clone.State.values()));

  CloneFilters(Bases bases, Nodes nodes, Runnable changed) {
    addClassName("filters");
    base.setId("filter-base");
    base.setItems(bases.list().stream().map(b -> b.name().value()).toList());
    node.setId("filter-node");
    node.setItems(nodes.list().stream().map(n -> n.name().value()).toList());
    state.setId("filter-state");
    state.setItemLabelGenerator(Words::of);
    for (ComboBox<?> filter : List.of(base, node, state)) {
      filter.setClearButtonVisible(true);
      filter.addValueChangeListener(e -> changed.run());
    }
    add(base, node, state);
  }

  /** As the page's address asks. */
  void ask(QueryParameters asked) {
    asked
        .getSingleParameter("state")
        .flatMap(
            s -> Arrays.stream(Clone.State.values()).filter(v -> v.name().equals(s)).findFirst())
        .ifPresent(state::setValue);
    asked.getSingleParameter("base").ifPresent(base::setValue);
    asked.getSingleParameter("node").ifPresent(node::setValue);
  }

  Clones.Filter filter() {
    return new Clones.Filter(
        base.getValue(),
        node.getValue(),
        null,
        state.getValue() == null ? null : state.getValue().name());
  }
}
