package dev.corral.ui.audit;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.ui.operation.Kinds;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.KeyedRows;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** The latest rows of the trail about one thing, and the way to all of them. */
public final class AuditRows extends Div {
  private final Times times;
  private final Anchor more = new Anchor("", Words.of("audit.all"));
  private final KeyedRows<AuditTrail.Row, Div> rows =
      new KeyedRows<>(this, AuditTrail.Row::id, Div::new, (row, r) -> show(row, r.entry()));

  /** None yet. */
  public AuditRows(Times times) {
    this.times = times;
    addClassName("rows");
    more.addClassName("more");
    add(more);
  }

  /** Shows these; the address leads to all. */
  public void show(List<AuditTrail.Row> rows, String all) {
    more.setHref(all);
    this.rows.show(rows);
  }

  private void show(Div row, AuditEntry entry) {
    row.removeAll();
    String what =
        Kinds.of(entry.kind()) + (entry.step() == null ? "" : " · " + Kinds.step(entry.step()));
    Span words = new Span(what);
    words.setTitle(entry.detail());
    Span when = new Span(times.ago(entry.at()));
    when.addClassName("when");
    row.add(
        new Badge(Tone.ofOutcome(entry.outcome()), Kinds.outcome(entry.outcome())), words, when);
    row.addClassName("row");
  }
}
