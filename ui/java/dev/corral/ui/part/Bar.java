package dev.corral.ui.part;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** How far, or how full: a bar with words beside it. */
public final class Bar extends Div {
  private final Div filled = new Div();
  private final Span label = new Span();

  /** An empty one. */
  public Bar() {
    Div track = new Div(filled);
    track.addClassName("track");
    addClassName("bar");
    add(track, label);
  }

  /** Shows this much, 0 to 100. */
  public Bar show(int percent, Tone tone, String words) {
    filled.setClassName(tone.css());
    filled.getStyle().setWidth(Math.max(0, Math.min(100, percent)) + "%");
    label.setText(words);
    return this;
  }
}
