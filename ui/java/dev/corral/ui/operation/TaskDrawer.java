package dev.corral.ui.operation;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.NativeDetails;
import com.vaadin.flow.component.html.Span;
import dev.corral.engine.Operation;
import dev.corral.engine.Operation.State;
import dev.corral.engine.OperationList;
import dev.corral.engine.OperationList.Search;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Live;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** At the bottom of every page: what runs, and what waits for a person. */
public final class TaskDrawer extends NativeDetails {
  private static final Search OPEN =
      new Search(Set.of(State.RUNNING, State.WAITING, State.INCIDENT), null, true);
  private static final Search FAILED =
      new Search(Set.of(State.REFUSED, State.CANCELLED), null, true);

  /** Open or shut as this browser left it. */
  private static final String REMEMBER =
      """
      this.open = localStorage.getItem('corral-tasks') === 'open';
      this.addEventListener('toggle',
          () => localStorage.setItem('corral-tasks', this.open ? 'open' : 'shut'));""";

  private static final int MOST = 30;
  private static final int FAILED_SHOWN = 5;

  private final OperationList operations;
  private final OperationRows rows;
  private final Div counts = new Div();
  private final Span nothing = new Span(Words.of("drawer.nothing"));

  /** Refreshes itself. */
  public TaskDrawer(OperationList operations, Live live, Times times) {
    this.operations = operations;
    this.rows = new OperationRows(times);
    setId("task-drawer");
    addClassName("drawer");
    nothing.addClassName("muted");
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
    List<Operation> shown = new java.util.ArrayList<>(operations.find(OPEN, 0, MOST));
    shown.sort(java.util.Comparator.comparing(o -> o.state() != State.INCIDENT));
    shown.addAll(operations.find(FAILED, 0, FAILED_SHOWN));
    rows.show(shown);
    nothing.setVisible(shown.isEmpty());
    Map<State, Long> by = operations.countByState();
    long running = by.getOrDefault(State.RUNNING, 0L) + by.getOrDefault(State.WAITING, 0L);
    long incidents = by.getOrDefault(State.INCIDENT, 0L);
    counts.removeAll();
    if (running > 0) counts.add(new Badge(Tone.BUSY, Words.of("drawer.running", running)));
    if (incidents > 0) counts.add(new Badge(Tone.BAD, Words.of("drawer.incidents", incidents)));
    if (running + incidents == 0) counts.add(new Badge(Tone.GOOD, Words.of("drawer.quiet")));
  }
}
