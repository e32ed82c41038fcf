package dev.corral.ui.clone;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.QueryParameters;
import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneList;
import dev.corral.node.Nodes;
import dev.corral.ui.part.Filters;
import dev.corral.ui.part.Words;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Which clones to show; the page's address says the same. */
final class CloneFilters extends Filters {
  private final TextField text = new TextField(Words.of("search"));
  private final ComboBox<String> base = new ComboBox<>(Words.of("base"));
  private final ComboBox<String> node = new ComboBox<>(Words.of("node"));
  private final ComboBox<String> owner = new ComboBox<>(Words.of("clone.owner"));
  private final ComboBox<Clone.State> state =
      new ComboBox<>(Words.of("state"), List.of(Clone.State.values()));
  private final Runnable changed;
  private boolean beingSet;

  CloneFilters(CloneList clones, Bases bases, Nodes nodes, Runnable changed) {
    this.changed = changed;
    configureText();
    base.setItems(bases.list().stream().map(b -> b.name().value()).toList());
    node.setItems(nodes.list().stream().map(n -> n.name().value()).toList());
    owner.setItems(
        q -> clones.owners(q.getFilter().orElse(""), q.getOffset(), q.getLimit()).stream());
    state.setItemLabelGenerator(Words::of);
    configure("base", base);
    configure("node", node);
    configure("owner", owner);
    configure("state", state);
    show(List.of(text, base, node, owner, state));
  }

  private void configureText() {
    text.setId("filter-text");
    text.setPlaceholder(Words.of("clones.search.hint"));
    text.setPrefixComponent(VaadinIcon.SEARCH.create());
    text.setClearButtonVisible(true);
    text.setValueChangeMode(ValueChangeMode.LAZY);
    text.addValueChangeListener(e -> tell());
  }

  private void configure(String name, ComboBox<?> filter) {
    filter.setId("filter-" + name);
    filter.setClearButtonVisible(true);
    filter.addValueChangeListener(e -> tell());
  }

  private void tell() {
    if (!beingSet) changed.run();
  }

  /** As the page's address asks. */
  void ask(QueryParameters asked) {
    beingSet = true;
    text.setValue(
        asked.getSingleParameter("text").or(() -> asked.getSingleParameter("name")).orElse(""));
    base.setValue(asked.getSingleParameter("base").orElse(null));
    node.setValue(asked.getSingleParameter("node").orElse(null));
    owner.setValue(asked.getSingleParameter("owner").orElse(null));
    state.setValue(
        asked
            .getSingleParameter("state")
            .flatMap(
                s ->
                    Arrays.stream(Clone.State.values()).filter(v -> v.name().equals(s)).findFirst())
            .orElse(null));
    beingSet = false;
  }

  /** What the page's address says of them. */
  QueryParameters address() {
    CloneList.Search search = search();
    Map<String, String> said = new TreeMap<>();
    if (search.text() != null) said.put("text", search.text());
    if (search.base() != null) said.put("base", search.base());
    if (search.node() != null) said.put("node", search.node());
    if (search.owner() != null) said.put("owner", search.owner());
    if (search.state() != null) said.put("state", search.state().name());
    return QueryParameters.simple(said);
  }

  CloneList.Search search() {
    return new CloneList.Search(
        text.isEmpty() ? null : text.getValue().strip(),
        base.getValue(),
        node.getValue(),
        owner.getValue(),
        state.getValue());
  }
}
