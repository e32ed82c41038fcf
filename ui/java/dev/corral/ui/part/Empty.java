package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.icon.VaadinIcon;

/** What stands where nothing is yet: why, and what to do next. */
public final class Empty extends Div {
  /** Texts {@code <key>.title} and {@code <key>.text}, and what leads on. */
  public Empty(VaadinIcon icon, String key, Component... next) {
    addClassName("empty");
    add(icon.create(), new H2(Words.of(key + ".title")), new Paragraph(Words.of(key + ".text")));
    add(next);
  }

  /** One that leads to another page, which is where to begin. */
  public static Empty leadingTo(String page, VaadinIcon icon, String key) {
    Anchor there = new Anchor(page, Words.of("to." + page));
    there.addClassName("button-link");
    return new Empty(icon, key, there);
  }
}
