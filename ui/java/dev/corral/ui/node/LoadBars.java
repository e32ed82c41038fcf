package dev.corral.ui.node;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.node.Node;
import dev.corral.shared.Pool;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;

/** How full a node was when last looked at: its memory, and each of its pools. */
final class LoadBars extends Div {
  LoadBars(Node node, Times times) {
    add(named(Words.of("memory"), Load.memoryPercent(node), Load.memory(node)));
    for (Pool pool : node.vitals().pools())
      add(named(Words.of("pool"), Load.percent(pool), Load.words(pool)));
    Span more =
        new Span(
            Words.of(
                "node.load.words",
                "%.2f".formatted(node.vitals().load()),
                times.amount(node.vitals().uptime())));
    more.addClassName("muted");
    add(more);
  }

  private static Div named(String name, int percent, String words) {
    Div row = new Div(new Span(name), new Bar().show(percent, Tone.ofFullness(percent), words));
    row.addClassName("named-bar");
    return row;
  }
}
