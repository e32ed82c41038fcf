package dev.corral.ui.clone;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Where the clones of a plan would go: how many to each node, and the first ones by name. */
final class PlanTable extends Div {
  private static final int NAMED = 12;

  PlanTable(List<?> placements) {
    Map<String, Integer> byNode = new TreeMap<>();
    placements.forEach(p -> byNode.merge(text(p, "node"), 1, Integer::sum));
    byNode.forEach(
        (node, count) -> {
          Div row =
              new Div(
                  new Span(node),
                  new Bar()
                      .show(
                          100 * count / placements.size(),
                          Tone.BUSY,
                          Words.of("clones.so.many", count)));
          row.addClassName("named-bar");
          add(row);
        });
    placements.stream().limit(NAMED).forEach(p -> add(line(p)));
    if (placements.size() > NAMED) add(new Div(Words.of("more", placements.size() - NAMED)));
  }

  private static Div line(Object placement) {
    Span why = new Span(text(placement, "why"));
    why.addClassName("muted");
    Div line = new Div(new Span(text(placement, "clone") + " → " + text(placement, "node")), why);
    line.addClassName("plan-line");
    return line;
  }

  private static String text(Object placement, String key) {
    return String.valueOf(((Map<?, ?>) placement).get(key));
  }
}
