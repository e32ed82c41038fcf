package dev.corral.ui.part;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.List;

/** One number of the dashboard, its parts, and the way to the list behind it. */
public final class Tile extends Div {
  /** A part of the number, with a list of its own. */
  public record Part(String href, Tone tone, String words) {}

  private static final class PartLink extends Anchor {
    private final Badge badge = new Badge();

    PartLink() {
      add(badge);
    }

    void show(Part part) {
      setHref(part.href());
      badge.show(part.tone(), part.words());
    }
  }

  private final Span number = new Span();
  private final KeyedRows<Part, PartLink> parts;

  /** Leads there. */
  public Tile(String id, String href, String label) {
    setId(id);
    addClassName("tile");
    number.addClassName("number");
    Anchor main = new Anchor(href, number, new Span(label));
    main.addClassName("main");
    Div below = new Div();
    below.addClassName("parts");
    parts = new KeyedRows<>(below, p -> p.href() + p.tone(), PartLink::new, PartLink::show);
    add(main, below);
  }

  /** An amount, and what it consists of. */
  public void show(String amount, List<Part> consists) {
    number.setText(amount);
    parts.show(consists);
  }

  /** Whether somebody should look now. */
  public void alarming(boolean alarming) {
    setClassName("alarming", alarming);
  }
}
