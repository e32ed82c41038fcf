package dev.corral.ui.base;

import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.base.Base;
import dev.corral.node.Node;
import dev.corral.ui.part.Clocked;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import java.util.function.BiConsumer;
import java.util.function.Supplier;

/** A base on a node: the box to tick, and how its copy is. */
final class CopyCell {
  private static final String CELL =
      """
      <div class="copy">
        <vaadin-checkbox id="${item.id}" .accessibleName="${item.label}" .checked="${item.ticked}" ?disabled="${item.fixed}" @change="${tick}"></vaadin-checkbox>
        <div>
          <span class="badge ${item.tone}" ?hidden="${!item.state}">${item.state}</span>
          <a href="operations/${item.incident}" ?hidden="${!item.incident}">${item.why}</a>
          <div class="below"><corral-time at="${item.at}" words="${item.below}"></corral-time></div>
          <div class="bar" ?hidden="${item.percent < 0}"><div class="track"><div class="busy" style="width:${item.percent}%"></div></div></div>
        </div>
      </div>""";

  private CopyCell() {}

  static LitRenderer<BasesView.Row> of(
      Base base,
      Supplier<Matrix> matrix,
      boolean mayChange,
      Times times,
      BiConsumer<Base, Node> tick) {
    return LitRenderer.<BasesView.Row>of(CELL)
        .withProperty("id", r -> "copy-" + base.name() + "-" + r.node().name())
        .withProperty(
            "label", r -> Words.of("base.tick", base.name().value(), r.node().name().value()))
        .withProperty("ticked", r -> matrix.get().ticked(base, r.node()))
        .withProperty("fixed", r -> !mayChange || matrix.get().fixed(base, r.node()))
        .withProperty("tone", r -> matrix.get().tone(base, r.node()).css())
        .withProperty("state", r -> matrix.get().state(base, r.node()))
        .withProperty("incident", r -> matrix.get().incident(base, r.node()))
        .withProperty("why", r -> Words.of("base.why"))
        .withProperty("below", r -> matrix.get().below(base, r.node(), times))
        .withProperty("at", r -> Clocked.millis(matrix.get().at(base, r.node())))
        .withProperty("percent", r -> matrix.get().percent(base, r.node()))
        .withFunction("tick", r -> tick.accept(base, r.node()));
  }
}
