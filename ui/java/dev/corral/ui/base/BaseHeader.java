package dev.corral.ui.base;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.base.Base;

/** A base at the top of its column. */
final class BaseHeader extends Div {
  BaseHeader(Base base, String generation) {
    Span below = new Span(generation);
    below.addClassName("below");
    add(new Div(base.name().value()), below);
    setTitle(base.domain() + " · " + base.pool());
  }
}
