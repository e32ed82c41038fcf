package dev.corral.ui.diagram;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.engine.Course;
import dev.corral.engine.Course.Mark;
import dev.corral.engine.Course.State;
import dev.corral.engine.Drawing;
import dev.corral.engine.Drawing.Box;
import dev.corral.engine.Drawing.Kind;
import dev.corral.engine.Drawing.Shape;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import elemental.json.Json;
import elemental.json.JsonObject;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * An operation's model with where it has been and where it is. Drawn once; then only the marks
 * change, so that nothing flickers and who has scrolled stays where they are.
 */
public final class Diagram extends Div {
  /** Keeps the place where it goes on in sight, unless that has not changed. */
  private static final String MARK =
      """
      const now = [];
      for (const g of this.querySelectorAll('[data-id]')) {
        const m = $0[g.dataset.id];
        g.dataset.plain ??= g.getAttribute('class');
        g.setAttribute('class', m ? g.dataset.plain + ' ' + m.state : g.dataset.plain);
        if (!m || !g.classList.contains('shape')) continue;
        g.querySelector('title').textContent = m.title;
        if (m.now) now.push(g);
        const note = g.querySelector('.note');
        if (!note) continue;
        const text = note.querySelector('text');
        text.textContent = m.note;
        const width = 12 + 7.5 * m.note.length;
        note.querySelector('rect').setAttribute('width', width);
        note.querySelector('rect').setAttribute('x', -width / 2);
      }
      this.querySelector('svg').setAttribute('aria-label', $1);
      const places = now.map(g => g.dataset.id).join();
      if (!now.length || places === this.dataset.now) return;
      this.dataset.now = places;
      const show = () => {
        if (!this.isConnected) return;
        if (!this.clientWidth) return requestAnimationFrame(show); // the page is not shown yet
        const last = now[now.length - 1].getBoundingClientRect(), view = this.getBoundingClientRect();
        if (last.left < view.left || last.right > view.right)
          this.scrollLeft += last.left + last.width / 2 - view.left - view.width / 2;
      };
      show();""";

  /** On a narrow page it shrinks as far as it can still be read; then it is scrolled. */
  private static final double SMALLEST = 0.9;

  private final Div canvas = new Div();
  private final Div links = new Div();
  private final Div sheet = new Div(canvas, links);
  private final Div scroller = new Div(sheet);
  private Drawing drawn;
  private Course shown;

  /** Empty. */
  public Diagram() {
    setId("diagram");
    scroller.addClassName("diagram");
    scroller.getElement().setAttribute("tabindex", "0");
    scroller.getElement().setAttribute("role", "region");
    scroller.getElement().setAttribute("aria-label", Words.of("diagram"));
    add(scroller, legend());
  }

  private static Div legend() {
    Div legend =
        new Div(
            new Badge(Tone.GOOD, Words.of("diagram.DONE")),
            new Badge(Tone.BUSY, Words.of("diagram.HERE")),
            new Badge(Tone.BAD, Words.of("diagram.INCIDENT")),
            new Badge(Tone.WARN, Words.of("diagram.LEFT")),
            new Span(Words.of("diagram.attempts")));
    legend.addClassNames("legend", "muted");
    return legend;
  }

  /** Shows this; sends nothing if it is what is shown already. */
  public void show(Drawing drawing, Course course) {
    show(drawing.named(shape -> Words.step(shape.id(), shape.name())));
    if (course.equals(shown)) return;
    shown = course;
    scroller.getElement().executeJs(MARK, marks(), inWords());
    link();
  }

  private void show(Drawing drawing) {
    if (drawing.equals(drawn)) return;
    canvas.getElement().setProperty("innerHTML", Sheet.svg(drawing));
    double width = Sheet.extent(drawing).width();
    sheet.setMaxWidth(width + "px");
    sheet.setMinWidth(SMALLEST * width + "px");
    drawn = drawing;
    shown = null;
  }

  private JsonObject marks() {
    JsonObject all = Json.createObject();
    course(all);
    shown
        .taken()
        .forEach(
            flow -> {
              JsonObject one = Json.createObject();
              one.put("state", "taken");
              all.put(flow, one);
            });
    return all;
  }

  private void course(JsonObject all) {
    for (Shape shape : drawn.shapes()) {
      Mark mark = shown.marks().get(shape.id());
      if (mark == null) continue;
      JsonObject one = Json.createObject();
      one.put("state", mark.state().name().toLowerCase(Locale.ROOT));
      one.put(
          "now",
          shape.kind() != Kind.PART
              && (mark.state() == State.HERE || mark.state() == State.INCIDENT));
      one.put("note", note(mark));
      one.put("title", title(shape, mark));
      all.put(shape.id(), one);
    }
  }

  private static String note(Mark mark) {
    String sign =
        switch (mark.state()) {
          case DONE -> "✓";
          case HERE -> "▸";
          case INCIDENT -> "!";
          case LEFT -> "✗";
        };
    return mark.attempts() > 1 ? sign + " ×" + mark.attempts() : sign;
  }

  private static String title(Shape shape, Mark mark) {
    String title = shape.name() + " · " + Words.of("diagram." + mark.state());
    return mark.words().isEmpty() ? title : title + "\n" + mark.words();
  }

  /** For those who do not see it: the steps passed, and where it is. */
  private String inWords() {
    return Words.of(
        "diagram.words",
        drawn.name(),
        names(State.DONE),
        names(State.HERE),
        names(State.INCIDENT),
        names(State.LEFT));
  }

  private String names(State state) {
    String names =
        drawn.shapes().stream()
            .filter(s -> s.kind() == Kind.TASK || s.kind() == Kind.CALL)
            .filter(
                s ->
                    shown.marks().containsKey(s.id()) && shown.marks().get(s.id()).state() == state)
            .map(Shape::name)
            .collect(Collectors.joining(", "));
    return names.isEmpty() ? "–" : names;
  }

  /** What a step started is a click away. */
  private void link() {
    Box all = Sheet.extent(drawn);
    links.removeAll();
    for (Shape shape : drawn.shapes()) {
      Mark mark = shown.marks().get(shape.id());
      List<String> started = mark == null ? List.of() : mark.started();
      if (started.size() != 1) continue;
      Anchor link = new Anchor("operations/" + started.get(0), "");
      link.setAriaLabel(Words.of("diagram.into", shape.name()));
      link.setTitle(title(shape, mark));
      link.getStyle()
          .setLeft(percent(shape.box().x() - all.x(), all.width()))
          .setTop(percent(shape.box().y() - all.y(), all.height()))
          .setWidth(percent(shape.box().width(), all.width()))
          .setHeight(percent(shape.box().height(), all.height()));
      links.add(link);
    }
  }

  private static String percent(double part, double whole) {
    return 100 * part / whole + "%";
  }
}
