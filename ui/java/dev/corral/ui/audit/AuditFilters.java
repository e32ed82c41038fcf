package dev.corral.ui.audit;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.datetimepicker.DateTimePicker;
import com.vaadin.flow.component.select.Select;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.data.value.ValueChangeMode;
import com.vaadin.flow.router.QueryParameters;
import dev.corral.audit.AuditTrail;
import dev.corral.ui.operation.Kinds;
import dev.corral.ui.part.Filters;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import java.time.Instant;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What to search the trail for. */
final class AuditFilters extends Filters {
  private static final List<String> OUTCOMES =
      List.of(
          "STARTED",
          "DONE",
          "FAILED",
          "REFUSED",
          "INTERRUPTED",
          "RETRIED",
          "CANCEL_REQUESTED",
          "CANCELLED",
          "ENDED");
  private static final List<String> WORDS = List.of("actor", "node", "base", "clone", "operation");

  private final Times times;
  private final Map<String, TextField> texts = new LinkedHashMap<>();
  private final Select<String> outcome = new Select<>();
  private final DateTimePicker from = new DateTimePicker(Words.of("audit.from"));
  private final DateTimePicker to = new DateTimePicker(Words.of("audit.to"));

  AuditFilters(Times times, Runnable changed) {
    this.times = times;
    addClassName("dense");
    for (String word : WORDS) {
      TextField field = new TextField(Words.of(word));
      field.setId("filter-" + word);
      field.setClearButtonVisible(true);
      field.setValueChangeMode(ValueChangeMode.LAZY);
      field.addValueChangeListener(e -> changed.run());
      texts.put(word, field);
    }
    outcome.setLabel(Words.of("audit.outcome"));
    outcome.setId("filter-outcome");
    outcome.setItems(OUTCOMES);
    outcome.setItemLabelGenerator(o -> o == null ? "" : Kinds.outcome(o));
    outcome.setEmptySelectionAllowed(true);
    outcome.addValueChangeListener(e -> changed.run());
    from.setId("filter-from");
    from.addValueChangeListener(e -> changed.run());
    to.setId("filter-to");
    to.addValueChangeListener(e -> changed.run());
    List<Component> all = new ArrayList<>(texts.values());
    all.addAll(List.of(outcome, from, to));
    show(all);
  }

  /** As the page's address asks. */
  void ask(QueryParameters asked) {
    texts.forEach((word, field) -> field.setValue(asked.getSingleParameter(word).orElse("")));
  }

  AuditTrail.Filter filter() {
    return new AuditTrail.Filter(
        text("node"),
        text("base"),
        text("clone"),
        text("operation"),
        text("actor"),
        outcome.getValue(),
        instant(from.getValue()),
        instant(to.getValue()));
  }

  private String text(String word) {
    String value = texts.get(word).getValue().strip();
    return value.isEmpty() ? null : value;
  }

  private Instant instant(LocalDateTime time) {
    return time == null ? null : time.atZone(times.zone()).toInstant();
  }
}
