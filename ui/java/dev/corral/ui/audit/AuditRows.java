package dev.corral.ui.audit;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.ui.operation.Kinds;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** The latest rows of the trail about one thing, and the way to all of them. */
public final class AuditRows extends Div {
  private final Times times;

  /** None yet. */
  public AuditRows(Times times) {
    this.times = times;
    addClassName("rows");
  }

  /** Shows these; the address leads to all. */
  public void show(List<AuditTrail.Row> rows, String all) {
    removeAll();
    rows.forEach(r -> add(row(r.entry())));
    Anchor more = new Anchor(all, Words.of("audit.all"));
    more.addClassName("more");
    add(more);
  }

  private Div row(AuditEntry entry) {
    String what =
        Kinds.of(entry.kind()) + (entry.step() == null ? "" : " · " + Kinds.step(entry.step()));
    Span words = new Span(what);
    words.setTitle(entry.detail());
    Span when = times.span(entry.at());
    when.addClassName("when");
    Div row =
        new Div(
            new Badge(Tone.ofOutcome(entry.outcome()), Kinds.outcome(entry.outcome())),
            words,
            when);
    row.addClassName("row");
    return row;
  }
}
