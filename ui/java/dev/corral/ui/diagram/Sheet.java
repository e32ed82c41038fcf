package dev.corral.ui.diagram;

import dev.corral.engine.Drawing;
import dev.corral.engine.Drawing.Box;
import dev.corral.engine.Drawing.Flow;
import dev.corral.engine.Drawing.Kind;
import dev.corral.engine.Drawing.Point;
import dev.corral.engine.Drawing.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/**
 * A drawing as SVG, without any marks. Looks come from the theme; {@code data-id} tells what is
 * what.
 */
final class Sheet {
  private static final double MARGIN = 16;
  private static final double SIZE = 12;
  private static final double LINE = 14;
  private final Drawing drawing;
  private final StringBuilder svg = new StringBuilder();

  private Sheet(Drawing drawing) {
    this.drawing = drawing;
  }

  static String svg(Drawing drawing) {
    return new Sheet(drawing).draw();
  }

  /** All that is drawn, and a margin. */
  static Box extent(Drawing drawing) {
    List<Point> corners = new ArrayList<>();
    for (Shape shape : drawing.shapes()) {
      corners(shape.box(), corners);
      if (shape.label() != null) corners(shape.label(), corners);
    }
    drawing.flows().forEach(f -> corners.addAll(f.points()));
    var x = corners.stream().mapToDouble(Point::x).summaryStatistics();
    var y = corners.stream().mapToDouble(Point::y).summaryStatistics();
    return new Box(
        x.getMin() - MARGIN,
        y.getMin() - MARGIN,
        x.getMax() - x.getMin() + 2 * MARGIN,
        y.getMax() - y.getMin() + 2 * MARGIN);
  }

  private static void corners(Box box, List<Point> corners) {
    corners.add(new Point(box.x(), box.y()));
    corners.add(new Point(box.right(), box.bottom()));
  }

  private String draw() {
    Box all = extent(drawing);
    add("<svg role='img' viewBox='%s %s %s %s'>", all.x(), all.y(), all.width(), all.height());
    drawing.shapes().stream().filter(s -> s.kind() == Kind.PART).forEach(this::shape);
    drawing.flows().forEach(this::flow);
    drawing.shapes().stream().filter(s -> s.kind() != Kind.PART).forEach(this::shape);
    return svg.append("</svg>").toString();
  }

  private void flow(Flow flow) {
    add(
        "<g data-id='%s' class='flow'><polyline points='%s'/><polygon points='0,0 -9,-4.5 -9,4.5' transform='translate(%s %s) rotate(%s)'/>",
        escaped(flow.id()),
        flow.points().stream().map(p -> p.x() + "," + p.y()).collect(Collectors.joining(" ")),
        last(flow).x(),
        last(flow).y(),
        direction(flow));
    if (flow.label() != null)
      text(
          flow.name(),
          flow.label().middle(),
          flow.label().y() + SIZE - 1,
          Math.max(60, flow.label().width()));
    svg.append("</g>");
  }

  private static Point last(Flow flow) {
    return flow.points().get(flow.points().size() - 1);
  }

  private static double direction(Flow flow) {
    Point before = flow.points().get(flow.points().size() - 2);
    return Math.toDegrees(Math.atan2(last(flow).y() - before.y(), last(flow).x() - before.x()));
  }

  private void shape(Shape s) {
    add(
        "<g data-id='%s' class='shape %s'><title>%s</title>",
        escaped(s.id()), s.kind().name().toLowerCase(Locale.ROOT), escaped(s.name()));
    switch (s.kind()) {
      case TASK, CALL, PART -> activity(s);
      case START, END, CATCH, BOUNDARY -> event(s);
      case EXCLUSIVE, PARALLEL -> gateway(s);
    }
    svg.append("</g>");
  }

  private void activity(Shape s) {
    Box b = s.box();
    add("<rect x='%s' y='%s' width='%s' height='%s' rx='9'/>", b.x(), b.y(), b.width(), b.height());
    if (s.kind() == Kind.PART)
      add(
          "<text class='part-name' x='%s' y='%s'>%s</text>",
          b.x() + 12, b.y() + 20, escaped(s.name()));
    else centred(s, s.each() ? b.y() + b.height() / 2 - 6 : b.y() + b.height() / 2);
    if (s.each())
      add(
          "<path class='mark' d='M%s %sv10m5 -10v10m5 -10v10'/>",
          b.middle() - 5, b.bottom() - 16); // side by side
    add(
        "<g class='note' transform='translate(%s %s)'><rect height='20' y='-10' rx='10'/><text y='4'></text></g>",
        b.right() - 6, b.y());
  }

  private void centred(Shape s, double middle) {
    var lines = Lines.of(s.name(), s.box().width() - 14, SIZE, 4);
    double y = middle - LINE * (lines.size() - 1) / 2 + SIZE / 3;
    for (String line : lines) {
      add("<text x='%s' y='%s'>%s</text>", s.box().middle(), y, escaped(line));
      y += LINE;
    }
  }

  private void event(Shape s) {
    Box b = s.box();
    double radius = b.width() / 2;
    double y = b.y() + radius;
    add("<circle class='rim' cx='%s' cy='%s' r='%s'/>", b.middle(), y, radius);
    if (s.kind() == Kind.CATCH || s.kind() == Kind.BOUNDARY)
      add("<circle cx='%s' cy='%s' r='%s'/>", b.middle(), y, radius - 4);
    String sign =
        switch (s.sign()) {
          case NONE -> "";
          case TIMER -> "M0 -8.5A8.5 8.5 0 1 1 -0.1 -8.5M0 -5.5V0L4 2.5";
          case ERROR -> "M-7 6L-3 -6L2 2L7 -7";
          case OTHER -> "M0 -7L6.5 5H-6.5Z";
        };
    if (!sign.isEmpty())
      add("<path class='mark' transform='translate(%s %s)' d='%s'/>", b.middle(), y, sign);
    named(s);
  }

  private void gateway(Shape s) {
    Box b = s.box();
    double x = b.middle();
    double y = b.y() + b.height() / 2;
    add(
        "<polygon points='%s,%s %s,%s %s,%s %s,%s'/>",
        x, b.y(), b.right(), y, x, b.bottom(), b.x(), y);
    add(
        "<path class='mark thick' transform='translate(%s %s)' d='%s'/>",
        x, y, s.kind() == Kind.PARALLEL ? "M-10 0H10M0 -10V10" : "M-7 -7L7 7M7 -7L-7 7");
    named(s);
  }

  private void named(Shape s) {
    if (s.label() != null && !s.name().isEmpty())
      text(s.name(), s.label().middle(), s.label().y() + SIZE - 1, Math.max(90, s.label().width()));
  }

  private void text(String words, double x, double y, double width) {
    double at = y;
    for (String line : Lines.of(words, width, SIZE, 3)) {
      add("<text x='%s' y='%s'>%s</text>", x, at, escaped(line));
      at += LINE - 1;
    }
  }

  private void add(String format, Object... values) {
    svg.append(format.formatted(values));
  }

  private static String escaped(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("'", "&#39;")
        .replace("\"", "&quot;");
  }
}
