package dev.corral.ui.operation;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.OrderedList;
import com.vaadin.flow.component.html.Span;
import dev.corral.engine.OperationStep;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.KeyedRows;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** The steps of an operation, in order, with the host's own words. */
final class StepList extends OrderedList {
  private final Times times;
  private final KeyedRows<OperationStep, ListItem> rows =
      new KeyedRows<>(
          this, s -> s.id() + " " + s.attempt() + " " + s.startedAt(), ListItem::new, this::show);

  StepList(Times times) {
    this.times = times;
    addClassName("steps");
    setId("steps");
  }

  void show(List<OperationStep> steps) {
    rows.show(steps);
  }

  private void show(ListItem item, OperationStep step) {
    item.removeAll();
    Span name = new Span(Words.step(step.id(), step.name()));
    name.addClassName("step-name");
    Div head = new Div(new Badge(Tone.of(step.state()), Words.of(step.state())), name);
    head.addClassName("step-head");
    if (step.node() != null) head.add(small(step.node()));
    if (step.attempt() > 1) head.add(small(Words.of("step.attempt", step.attempt())));
    Span lasted = new Span(times.lasted(step.startedAt(), step.endedAt()));
    lasted.addClassName("muted");
    lasted.setTitle(times.exact(step.startedAt()));
    head.add(lasted);
    item.add(head);
    item.setClassName("step " + Tone.of(step.state()).css());
    if (step.error() != null) item.add(Notices.box(step.error()));
    else if (!step.detail().isEmpty()) item.add(said(step.detail()));
  }

  private static Div said(String detail) {
    Div said = new Div(detail);
    said.addClassName("said");
    return said;
  }

  private static Span small(String text) {
    Span span = new Span(text);
    span.addClassName("muted");
    return span;
  }
}
