package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.H1;
import com.vaadin.flow.router.HasDynamicTitle;

/** A view: its title, what can be done there, and its contents. */
public abstract class Page extends Div implements HasDynamicTitle {
  private final H1 title = new H1();
  private final Div actions = new Div();

  /** With the title of that key. */
  protected Page(String titleKey) {
    addClassName("page");
    actions.addClassName("actions");
    Div head = new Div(title, actions);
    head.addClassName("head");
    add(head);
    title(Words.of(titleKey));
  }

  /** Another title. */
  protected final void title(String text) {
    title.setText(text);
  }

  /** Buttons beside the title. */
  protected final void actions(Component... buttons) {
    actions.add(buttons);
  }

  @Override
  public String getPageTitle() {
    return title.getText() + " · Corral";
  }
}
