package dev.corral.ui.node;

import com.vaadin.flow.component.combobox.ComboBox;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.QueryParameters;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.ui.part.Filters;
import dev.corral.ui.part.Words;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/** Which nodes to show; the page's address says the same. */
final class NodeFilters extends Filters {
  private final TextField text = new TextField(Words.of("search"));
  private final ComboBox<Health> health = new ComboBox<>(Words.of("node.health"));
  private Set<Health> several = Set.of();

  NodeFilters(Runnable changed) {
    text.setId("filter-text");
    text.setPlaceholder(Words.of("nodes.search.hint"));
    text.setPrefixComponent(VaadinIcon.SEARCH.create());
    text.setClearButtonVisible(true);
    text.setValueChangeMode(ValueChangeMode.LAZY);
    text.addValueChangeListener(e -> changed.run());
    health.setId("filter-health");
    health.setItems(Health.values());
    health.setItemLabelGenerator(Words::of);
    health.setClearButtonVisible(true);
    health.addValueChangeListener(
        e -> {
          several = e.getValue() == null ? Set.of() : Set.of(e.getValue());
          changed.run();
        });
    show(List.of(text, health));
  }

  /** As the page's address asks; it may ask for more than one health. */
  void ask(QueryParameters asked) {
    text.setValue(asked.getSingleParameter("text").orElse(""));
    Set<Health> wanted =
        asked.getParameters("health").stream()
            .flatMap(h -> Arrays.stream(Health.values()).filter(v -> v.name().equals(h)))
            .collect(Collectors.toSet());
    health.setValue(wanted.size() == 1 ? wanted.iterator().next() : null);
    several = wanted;
  }

  /** What the page's address says of them. */
  QueryParameters address() {
    Map<String, List<String>> said = new HashMap<>();
    if (!text.isEmpty()) said.put("text", List.of(text.getValue().strip()));
    if (!several.isEmpty())
      said.put("health", several.stream().map(Health::name).sorted().toList());
    return new QueryParameters(said);
  }

  boolean fits(Node node) {
    if (!several.isEmpty() && !several.contains(node.health())) return false;
    String wanted = text.getValue().strip().toLowerCase(Locale.ROOT);
    return node.name().value().contains(wanted)
        || node.address().toLowerCase(Locale.ROOT).contains(wanted)
        || node.labels().toString().toLowerCase(Locale.ROOT).contains(wanted);
  }
}
