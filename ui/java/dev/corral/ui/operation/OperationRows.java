package dev.corral.ui.operation;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.engine.Operation;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.KeyedRows;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** A short list of operations, each a link to its page. */
public final class OperationRows extends Div {
  private final Times times;
  private final KeyedRows<Operation, Row> rows =
      new KeyedRows<>(this, Operation::id, Row::new, Row::show);

  /** None yet. */
  public OperationRows(Times times) {
    this.times = times;
    addClassName("rows");
  }

  /** Shows these. */
  public void show(List<Operation> operations) {
    rows.show(operations);
  }

  private final class Row extends Div {
    private final Badge state = new Badge();
    private final Anchor link = new Anchor();
    private final Bar bar = new Bar();
    private final Span when = new Span();

    Row() {
      addClassName("row");
      link.addClassName("cell-link");
      when.addClassName("when");
      add(state, link, bar, when);
    }

    void show(Operation o) {
      state.show(Tone.of(o.state()), Words.of(o.state()));
      bar.show(o.percent(), Tone.of(o.state()), o.percent() + " %");
      bar.setVisible(!o.state().ended() && o.percent() > 0);
      if (!link.getText().isEmpty()) return; // what never changes of an operation is there
      link.setHref("operations/" + o.id());
      link.setText(Kinds.title(o));
      when.add(times.ago(o.startedAt()));
    }
  }
}
