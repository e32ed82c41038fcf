package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.base.Base;
import dev.corral.operation.PrepareBase;
import dev.corral.operation.Request;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;

/** A base at the top of its column. */
final class BaseHeader extends Div {
  BaseHeader(Base base, String generation) {
    Span below = new Span(generation);
    below.addClassName("below");
    add(new Div(base.name().value()), below);
    setTitle(base.domain() + " · " + base.pool());
  }

  /** With the button that makes its next generation, once there is a first one. */
  BaseHeader with(PrepareBase prepareBase, Base base) {
    if (base.generation() == 0) return this;
    Action next =
        new Action(
            "next-generation-" + base.name(),
            Words.of("base.next"),
            () -> {
              prepareBase.startNext(Request.by(SignedIn.caller()), base.name(), true);
              Notices.done("base.next.done", base.name().value());
            },
            ButtonVariant.LUMO_TERTIARY_INLINE,
            ButtonVariant.LUMO_SMALL);
    next.setTooltipText(Words.of("base.next.help", base.domain()));
    add(next);
    return this;
  }
}
