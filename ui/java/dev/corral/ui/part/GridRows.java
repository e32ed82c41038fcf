package dev.corral.ui.part;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.data.provider.CallbackDataProvider;
import com.vaadin.flow.data.provider.DataCommunicator;
import com.vaadin.flow.data.provider.Query;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;

/**
 * The rows of a grid. A refresh reads those that the browser holds once more and sends the ones
 * that have changed; it sends all of them only if the list itself has changed.
 *
 * @param <T> the items, compared by {@code equals}
 */
public final class GridRows<T> {
  private final DataCommunicator<T> communicator;
  private final CallbackDataProvider<T, Void> provider;
  private final Function<T, Object> id;
  private final Function<Query<T, Void>, Stream<T>> fetch;
  private final ToIntFunction<Query<T, Void>> count;

  /** What the browser holds, by its place in the list. */
  private final NavigableMap<Integer, T> held = new TreeMap<>();

  private int size;

  /** Fills the grid with what is fetched, for each of which {@code id} is unique. */
  public GridRows(
      Grid<T> grid,
      Function<T, Object> id,
      Function<Query<T, Void>, Stream<T>> fetch,
      ToIntFunction<Query<T, Void>> count) {
    this.id = id;
    this.fetch = fetch;
    this.count = count;
    this.provider = new CallbackDataProvider<>(this::fetched, this::counted, id::apply);
    this.communicator = grid.getDataCommunicator();
    grid.setDataProvider(provider);
  }

  private Stream<T> fetched(Query<T, Void> query) {
    List<T> items = fetch.apply(query).toList();
    for (int i = 0; i < items.size(); i++) held.put(query.getOffset() + i, items.get(i));
    return items.stream();
  }

  private int counted(Query<T, Void> query) {
    size = count.applyAsInt(query);
    return size;
  }

  /** Sends all rows once more: what is asked for has changed, or what its words depend on. */
  public void refreshAll() {
    held.clear();
    provider.refreshAll();
  }

  /** Sends the rows that have changed. */
  public void refresh() {
    held.values().removeIf(item -> !communicator.isItemActive(item));
    if (held.isEmpty()) {
      refreshAll();
      return;
    }
    int first = held.firstKey();
    Query<T, Void> query = query(first, held.lastKey() - first + 1);
    List<T> now = fetch.apply(query).toList();
    if (count.applyAsInt(query) == size && sameRows(first, now)) sendChanged(first, now);
    else refreshAll();
  }

  @SuppressWarnings("unchecked") // as the communicator's filter: there is none
  private Query<T, Void> query(int offset, int limit) {
    return communicator.buildQuery(offset, limit);
  }

  private boolean sameRows(int first, List<T> now) {
    return held.entrySet().stream()
        .allMatch(
            e ->
                e.getKey() - first < now.size()
                    && id.apply(now.get(e.getKey() - first)).equals(id.apply(e.getValue())));
  }

  private void sendChanged(int first, List<T> now) {
    for (var entry : held.entrySet()) {
      T item = now.get(entry.getKey() - first);
      if (item.equals(entry.getValue())) continue;
      entry.setValue(item);
      provider.refreshItem(item);
    }
  }
}
