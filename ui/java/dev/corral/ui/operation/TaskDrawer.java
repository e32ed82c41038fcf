package dev.corral.ui.operation;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Span;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.Set;

/** At the bottom of every page: what runs, and what waits for a person. */
public final class TaskDrawer extends NativeDetails {
  /** Open or shut as this browser left it. */
  private static final String REMEMBER =
      """
      this.open = localStorage.getItem('corral-tasks') === 'open';
      this.addEventListener('toggle',
          () => localStorage.setItem('corral-tasks', this.open ? 'open' : 'shut'));""";

  private final OpenOperations operations;
  private final OperationRows rows;
  private final Badge running = new Badge();
  private final Badge incidents = new Badge();
  private final Badge quiet = new Badge(Tone.GOOD, Words.of("drawer.quiet"));
  private final Span nothing = new Span(Words.of("drawer.nothing"));

  /** Refreshes itself. */
  public TaskDrawer(OpenOperations operations, Live live, Times times) {
    this.operations = operations;
    this.rows = new OperationRows(times);
    setId("task-drawer");
    addClassName("drawer");
    nothing.addClassName("muted");
    Div counts = new Div(running, incidents, quiet);
    counts.addClassName("counts");
    Span title = new Span(Words.of("drawer.title"));
    title.addClassName("drawer-title");
    setSummary(new Span(title, counts));
    Anchor all = new Anchor("operations", Words.of("drawer.all"));
    all.addClassName("more");
    setContent(new Div(nothing, rows, all));
    getElement().executeJs(REMEMBER);
    live.refresh(this, Set.of("operation"), this::refresh);
  }

  private void refresh() {
    OpenOperations.Standing now = operations.standing();
    rows.show(now.shown());
    nothing.setVisible(now.shown().isEmpty());
    running.show(Tone.BUSY, Words.of("drawer.running", now.running()));
    running.setVisible(now.running() > 0);
    incidents.show(Tone.BAD, Words.of("drawer.incidents", now.incidents()));
    incidents.setVisible(now.incidents() > 0);
    quiet.setVisible(now.running() + now.incidents() == 0);
  }
}
