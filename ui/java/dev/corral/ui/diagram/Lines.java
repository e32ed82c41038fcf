package dev.corral.ui.diagram;

import java.util.ArrayList;
import java.util.List;

/** A name in lines that fit into a width; how wide letters are is a good guess. */
final class Lines {
  private static final String NARROW = "iljftrI.,:;'’|!()[]- ";
  private static final String WIDE = "mwMWGOQ@%";

  private Lines() {}

  /** At most so many; what does not fit ends with an ellipsis. */
  static List<String> of(String text, double width, double size, int most) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.strip().split("\\s+")) {
      if (line.length() > 0 && width(line + " " + word, size) > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.length() == 0 ? "" : " ").append(word);
    }
    lines.add(line.toString());
    if (lines.size() <= most) return lines;
    List<String> fit = new ArrayList<>(lines.subList(0, most));
    fit.set(most - 1, fit.get(most - 1) + "…");
    return fit;
  }

  /** In the font of that size. */
  static double width(String text, double size) {
    return size
        * text.chars()
            .mapToDouble(
                c ->
                    NARROW.indexOf(c) >= 0
                        ? 0.32
                        : WIDE.indexOf(c) >= 0 ? 0.86 : Character.isUpperCase(c) ? 0.68 : 0.56)
            .sum();
  }
}
