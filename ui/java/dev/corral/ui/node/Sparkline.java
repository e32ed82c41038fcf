package dev.corral.ui.node;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;

/**
 * A small chart as an SVG image, drawn here: a line over time, with gaps where nothing was seen.
 *
 * @param from its left edge
 * @param to its right edge
 * @param step how far apart points are that belong together
 * @param top the value at its upper edge
 */
record Sparkline(Instant from, Instant to, Duration step, double top) {
  private static final int WIDTH = 240;
  private static final int HEIGHT = 48;

  /** A value at a moment. */
  record Point(Instant at, double value) {}

  /** The whole image; the label is for those who cannot see it. */
  String svg(List<Point> points, String label) {
    StringBuilder line = new StringBuilder();
    StringBuilder area = new StringBuilder();
    Point before = null;
    for (Point point : points) {
      boolean joined =
          before != null
              && Duration.between(before.at(), point.at()).compareTo(step.multipliedBy(2)) <= 0;
      if (!joined) {
        close(area, before);
        line.append('M').append(place(point));
        area.append("M%s,%d L".formatted(number(x(point)), HEIGHT)).append(place(point));
        line.append(" h0.01"); // a lonely point is a dot
      } else {
        line.append(" L").append(place(point));
        area.append(" L").append(place(point));
      }
      before = point;
    }
    close(area, before);
    return """
        <svg class="spark" role="img" aria-label="%s" viewBox="0 0 %d %d" preserveAspectRatio="none">\
        <path class="area" d="%s"/><path class="line" d="%s"/></svg>"""
        .formatted(escaped(label), WIDTH, HEIGHT, area, line);
  }

  private void close(StringBuilder area, Point last) {
    if (last != null) area.append(" L%s,%d Z ".formatted(number(x(last)), HEIGHT));
  }

  private double x(Point point) {
    double whole = Duration.between(from, to).toMillis();
    return Math.max(0, WIDTH * Duration.between(from, point.at()).toMillis() / whole);
  }

  private String place(Point point) {
    double part = top <= 0 ? 0 : Math.min(1, point.value() / top);
    return number(x(point)) + "," + number(1 + (HEIGHT - 2) * (1 - part));
  }

  private static String number(double value) {
    return String.format(Locale.ROOT, "%.1f", value);
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;").replace("\"", "&quot;").replace("<", "&lt;");
  }
}
