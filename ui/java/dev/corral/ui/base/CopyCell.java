package dev.corral.ui.base;

import com.vaadin.flow.data.renderer.LitRenderer;
import dev.corral.base.Base;
import dev.corral.node.Node;
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
          <div class="below" title="${item.below}">${item.below}</div>
          <div class="bar" ?hidden="${item.percent < 0}"><div class="track"><div class="busy" style="width:${item.percent}%"></div></div></div>
        </div>
      </div>""";

  private CopyCell() {}

  static LitRenderer<Node> of(
      Base base,
      Supplier<Matrix> matrix,
      boolean mayChange,
      Times times,
      BiConsumer<Base, Node> tick) {
    return LitRenderer.<Node>of(CELL)
        .withProperty("id", n -> "copy-" + base.name() + "-" + n.name())
        .withProperty("label", n -> Words.of("base.tick", base.name().value(), n.name().value()))
        .withProperty("ticked", n -> matrix.get().ticked(base, n))
        .withProperty("fixed", n -> !mayChange || matrix.get().fixed(base, n))
        .withProperty("tone", n -> matrix.get().tone(base, n).css())
        .withProperty("state", n -> matrix.get().state(base, n))
        .withProperty("incident", n -> matrix.get().incident(base, n))
        .withProperty("why", n -> Words.of("base.why"))
        .withProperty("below", n -> matrix.get().below(base, n, times))
        .withProperty("percent", n -> matrix.get().percent(base, n))
        .withFunction("tick", n -> tick.accept(base, n));
  }
}
