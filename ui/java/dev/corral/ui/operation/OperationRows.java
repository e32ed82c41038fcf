package dev.corral.ui.operation;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.engine.Operation;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** A short list of operations, each a link to its page. */
public final class OperationRows extends Div {
  private final Times times;

  /** None yet. */
  public OperationRows(Times times) {
    this.times = times;
    addClassName("rows");
  }

  /** Shows these. */
  public void show(List<Operation> operations) {
    removeAll();
    operations.forEach(o -> add(row(o)));
  }

  private Div row(Operation o) {
    Anchor link = new Anchor("operations/" + o.id(), Kinds.title(o));
    link.addClassName("cell-link");
    Div row = new Div(new Badge(Tone.of(o.state()), Words.of(o.state())), link);
    row.addClassName("row");
    if (!o.state().ended() && o.percent() > 0)
      row.add(new Bar().show(o.percent(), Tone.of(o.state()), o.percent() + " %"));
    Span when = times.span(o.startedAt());
    when.addClassName("when");
    row.add(when);
    return row;
  }
}
