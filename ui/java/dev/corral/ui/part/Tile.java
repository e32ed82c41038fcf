package dev.corral.ui.part;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;

/** One number of the dashboard, its parts, and the way to the list behind it. */
public final class Tile extends Div {
  private final Div parts = new Div();

  /** A count. */
  public Tile(String id, String href, long count, String label) {
    this(id, href, String.valueOf(count), label);
  }

  /** An amount. */
  public Tile(String id, String href, String amount, String label) {
    setId(id);
    addClassName("tile");
    Span number = new Span(amount);
    number.addClassName("number");
    Anchor main = new Anchor(href, number, new Span(label));
    main.addClassName("main");
    parts.addClassName("parts");
    add(main, parts);
  }

  /** A part of it, with a list of its own. */
  public void part(String href, Tone tone, String words) {
    parts.add(new Anchor(href, new Badge(tone, words)));
  }

  /** Whether somebody should look now. */
  public void alarming(boolean alarming) {
    setClassName("alarming", alarming);
  }
}
