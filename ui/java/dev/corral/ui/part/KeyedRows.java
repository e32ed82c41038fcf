package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.dom.Element;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The first children of a component, one for each item of a list. A row whose item has not changed
 * is left alone, one whose item has changed is updated in place.
 *
 * @param <T> the items, compared by {@code equals}
 * @param <C> the rows
 */
public final class KeyedRows<T, C extends Component> {
  private record Row<T, C>(T item, C component) {}

  private final Element parent;
  private final Function<T, ?> key;
  private final Supplier<C> make;
  private final BiConsumer<C, T> update;
  private Map<Object, Row<T, C>> shown = Map.of();

  /** No rows yet; two items with one key are one row. */
  public KeyedRows(
      Component parent, Function<T, ?> key, Supplier<C> make, BiConsumer<C, T> update) {
    this.parent = parent.getElement();
    this.key = key;
    this.make = make;
    this.update = update;
  }

  /** Shows these items in this order. */
  public void show(List<T> items) {
    Map<Object, Row<T, C>> now = new LinkedHashMap<>();
    for (T item : items) now.put(key.apply(item), row(item));
    shown.forEach(
        (k, row) -> {
          if (!now.containsKey(k)) parent.removeChild(row.component().getElement());
        });
    int place = 0;
    for (Row<T, C> row : now.values()) {
      Element child = row.component().getElement();
      if (place >= parent.getChildCount() || !parent.getChild(place).equals(child))
        parent.insertChild(place, child);
      place++;
    }
    shown = now;
  }

  private Row<T, C> row(T item) {
    Row<T, C> before = shown.get(key.apply(item));
    if (before != null && before.item().equals(item)) return before;
    C component = before == null ? make.get() : before.component();
    update.accept(component, item);
    return new Row<>(item, component);
  }
}
