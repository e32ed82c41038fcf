package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H2;
import java.util.Objects;
import java.util.function.Function;

/** A titled part of a page. */
public final class Panel extends Div {
  private final Div body = new Div();
  private Object shown;
  private boolean made;

  /** With the title of that key. */
  public Panel(String titleKey, Component... contents) {
    addClassName("panel");
    body.addClassName("body");
    body.add(contents);
    add(new H2(Words.of(titleKey)), body);
  }

  /** Other contents; the panel is hidden if there are none. */
  public void show(Component... contents) {
    body.removeAll();
    body.add(contents);
    setVisible(contents.length > 0);
  }

  /** Contents made of a value, again only if it has changed; hidden while it is null. */
  public <T> void show(T value, Function<T, Component> make) {
    if (made && Objects.equals(value, shown)) return;
    if (value == null) show();
    else show(make.apply(value));
    shown = value;
    made = true;
  }
}
