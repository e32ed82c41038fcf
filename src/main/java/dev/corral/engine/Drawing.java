package dev.corral.engine;

import java.util.List;
import java.util.function.Function;

/** A model as it is drawn: its shapes, the inner ones after those around them, and its flows. */
public record Drawing(String name, List<Shape> shapes, List<Flow> flows) {
  /** The same with other names of its shapes. */
  public Drawing named(Function<Shape, String> names) {
    return new Drawing(
        name,
        shapes.stream()
            .map(
                s ->
                    new Shape(
                        s.id(), names.apply(s), s.kind(), s.sign(), s.each(), s.box(), s.label()))
            .toList(),
        flows);
  }

  /** Something that a process reaches. */
  public record Shape(
      String id, String name, Kind kind, Sign sign, boolean each, Box box, Box label) {}

  /** A way from one shape to another. The label is null where it has no name. */
  public record Flow(
      String id, String name, String from, String to, List<Point> points, Box label) {}

  /** What a shape stands for. PART: a frame around others. */
  public enum Kind {
    START,
    END,
    CATCH,
    BOUNDARY,
    TASK,
    CALL,
    PART,
    EXCLUSIVE,
    PARALLEL
  }

  /** What an event is about. */
  public enum Sign {
    NONE,
    TIMER,
    ERROR,
    OTHER
  }

  /** A corner of a flow. */
  public record Point(double x, double y) {}

  /** A place on the sheet. */
  public record Box(double x, double y, double width, double height) {
    /** The right edge. */
    public double right() {
      return x + width;
    }

    /** The lower edge. */
    public double bottom() {
      return y + height;
    }

    /** The middle, from left to right. */
    public double middle() {
      return x + width / 2;
    }
  }
}
