package dev.corral.ui.node;

import com.vaadin.flow.component.Html;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.select.Select;
import dev.corral.node.LoadHistory;
import dev.corral.node.LoadSample;
import dev.corral.shared.Bytes;
import dev.corral.shared.NodeName;
import dev.corral.ui.node.Sparkline.Point;
import dev.corral.ui.part.Words;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.function.DoubleFunction;
import java.util.function.ToDoubleFunction;

/** How full a node was over the last hours or days, as small charts. */
final class HistoryPanel extends Div {
  private enum Back {
    H3(Duration.ofHours(3)),
    H24(Duration.ofHours(24)),
    D7(Duration.ofDays(7));

    private final Duration length;

    Back(Duration length) {
      this.length = length;
    }
  }

  private final LoadHistory history;
  private final Clock clock;
  private final Select<Back> back = new Select<>();
  private final Div charts = new Div();
  private NodeName node;
  private List<LoadSample> shown;
  private Duration shownSpan;

  HistoryPanel(LoadHistory history, Clock clock) {
    this.history = history;
    this.clock = clock;
    back.setId("history-back");
    back.setAriaLabel(Words.of("history.span"));
    back.setItems(Back.values());
    back.setItemLabelGenerator(b -> Words.of("history." + b));
    back.setValue(Back.H3);
    back.addValueChangeListener(e -> refresh());
    charts.setId("history");
    charts.addClassName("charts");
    add(back, charts);
  }

  void show(NodeName name) {
    node = name;
    refresh();
  }

  private void refresh() {
    Duration span = back.getValue().length;
    List<LoadSample> samples = history.of(node, span);
    if (samples.equals(shown) && span.equals(shownSpan)) return;
    shown = samples;
    shownSpan = span;
    charts.removeAll();
    if (samples.isEmpty()) {
      charts.add(new Paragraph(Words.of("history.empty")));
      return;
    }
    Instant now = clock.instant();
    LoadSample last = samples.get(samples.size() - 1);
    Sparkline full = new Sparkline(now.minus(span), now, LoadHistory.step(span), 0);
    charts.add(
        chart(full, "memory", samples, LoadSample::memoryUsed, last.memory(), HistoryPanel::bytes),
        chart(full, "pool", samples, LoadSample::poolUsed, last.pool(), HistoryPanel::bytes),
        chart(full, "guests", samples, LoadSample::guests, 0, "%.0f"::formatted),
        chart(full, "load", samples, LoadSample::load, 0, "%.1f"::formatted));
  }

  /** The whole is its upper edge; where there is no whole, the highest value is. */
  private static Div chart(
      Sparkline frame,
      String name,
      List<LoadSample> samples,
      ToDoubleFunction<LoadSample> value,
      double whole,
      DoubleFunction<String> words) {
    List<Point> points =
        samples.stream().map(s -> new Point(s.at(), value.applyAsDouble(s))).toList();
    double highest = points.stream().mapToDouble(Point::value).max().orElse(0);
    double last = points.get(points.size() - 1).value();
    String said =
        whole > 0
            ? Words.of(
                "history.now.of", words.apply(last), words.apply(highest), words.apply(whole))
            : Words.of("history.now", words.apply(last), words.apply(highest));
    String title = Words.of("history." + name);
    Sparkline chart =
        new Sparkline(
            frame.from(), frame.to(), frame.step(), whole > 0 ? whole : Math.max(1, highest));
    Span below = new Span(said);
    below.addClassName("muted");
    Html image = new Html("<div>" + chart.svg(points, title + ": " + said) + "</div>");
    Div all = new Div(new Span(title), image, below);
    all.addClassName("chart");
    return all;
  }

  private static String bytes(double count) {
    return new Bytes((long) count).toString();
  }
}
