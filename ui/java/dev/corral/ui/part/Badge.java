package dev.corral.ui.part;

import com.vaadin.flow.component.html.Span;

/** A state as a coloured word. */
public final class Badge extends Span {
  /** With this text. */
  public Badge(Tone tone, String text) {
    show(tone, text);
  }

  /** None yet. */
  public Badge() {}

  /** Another state. */
  public void show(Tone tone, String text) {
    setClassName("badge " + tone.css());
    setText(text);
  }
}
