package dev.corral.ui.base;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.base.Base;
import dev.corral.ui.part.Words;

/** A base at the top of its column: the way to its own page, and what new clones get. */
final class BaseHeader extends Div {
  BaseHeader(Base base) {
    Anchor name = new Anchor("bases/" + base.name(), base.name().value());
    name.addClassName("cell-link");
    name.setId("base-" + base.name());
    Span below = new Span(words(base));
    below.addClassName("below");
    add(new Div(name), below);
    setTitle(base.domain() + " · " + base.pool());
  }

  private static String words(Base base) {
    if (base.current() == 0) return Words.of("base.unprepared");
    String current = Words.of("generation", base.current());
    return base.generation() > base.current()
        ? current + " · " + Words.of("base.newer", base.generation())
        : current;
  }
}
