package dev.corral.ui.node;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.node.Node;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.KeyedRows;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
import java.util.List;

/** How full a node was when last looked at: its memory, and each of its pools. */
final class LoadBars extends Div {
  private record Line(String key, String name, int percent, String words) {}

  private static final class NamedBar extends Div {
    private final Span name = new Span();
    private final Bar bar = new Bar();

    NamedBar() {
      addClassName("named-bar");
      add(name, bar);
    }

    void show(Line line) {
      name.setText(line.name());
      bar.show(line.percent(), Tone.ofFullness(line.percent()), line.words());
    }
  }

  private final Times times;
  private final KeyedRows<Line, NamedBar> bars =
      new KeyedRows<>(this, Line::key, NamedBar::new, NamedBar::show);
  private final Span more = new Span();

  LoadBars(Times times) {
    this.times = times;
    more.addClassName("muted");
    add(more);
  }

  void show(Node node) {
    List<Line> lines = new ArrayList<>();
    lines.add(new Line("", Words.of("memory"), Load.memoryPercent(node), Load.memory(node)));
    node.vitals()
        .pools()
        .forEach(
            p -> lines.add(new Line(p.name(), Words.of("pool"), Load.percent(p), Load.words(p))));
    bars.show(lines);
    more.setText(
        Words.of(
            "node.load.words",
            "%.2f".formatted(node.vitals().load()),
            times.amount(node.vitals().uptime())));
  }
}
