package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.HasValue;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.icon.VaadinIcon;
import java.util.ArrayList;
import java.util.List;

/**
 * What a list is filtered by. A small screen shows the first, and a button that shows the others
 * and says how many of them are in force.
 */
public class Filters extends Div {
  private final Button more = new Button(VaadinIcon.FILTER.create());
  private final List<HasValue<?, ?>> others = new ArrayList<>();

  /** These, in this order. */
  public Filters(List<? extends Component> filters) {
    this();
    show(filters);
  }

  /** Without any yet. */
  protected Filters() {
    addClassName("filters");
    more.setId("filters-more");
    more.addClassName("more");
    more.addClickListener(e -> open(!hasClassName("open")));
    open(false);
  }

  /** In this order; called once. */
  protected final void show(List<? extends Component> filters) {
    add(filters.get(0), more);
    for (Component other : filters.subList(1, filters.size())) {
      add(other);
      if (other instanceof HasValue<?, ?> value) {
        others.add(value);
        value.addValueChangeListener(e -> count());
      }
    }
    count();
  }

  private void open(boolean wanted) {
    setClassName("open", wanted);
    more.getElement().setAttribute("aria-expanded", Boolean.toString(wanted));
  }

  private void count() {
    long inForce = others.stream().filter(o -> !o.isEmpty()).count();
    more.setText(Words.of("filters") + (inForce == 0 ? "" : " (" + inForce + ")"));
  }
}
