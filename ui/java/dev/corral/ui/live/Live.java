package dev.corral.ui.live;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.shared.Registration;
import dev.corral.engine.Changes;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

/**
 * Keeps what is on screen as the database is: each component that asked for it is refreshed when
 * one of its tables has changed, while it is attached and its window takes it, and not more often
 * than an eye can follow.
 */
@org.springframework.stereotype.Component
public class Live implements AutoCloseable {
  private static final Duration PACE = Duration.ofMillis(250);

  private final Windows windows;
  private final List<Shared<?>> shared = new CopyOnWriteArrayList<>();
  private final Runnable deaf;

  Live(Changes changes, Windows windows) {
    this.windows = windows;
    this.deaf = changes.listen(this::changed);
  }

  private void changed(Set<String> tables) {
    shared.forEach(s -> s.changed(tables)); // first: the windows read them
    windows.changed(tables);
  }

  /** Refreshes when the component is attached, and from then on when one of the tables changed. */
  public void refresh(Component component, Set<String> tables, Runnable refresh) {
    refresh(component, tables, PACE, refresh);
  }

  /** The same, for what changes all the time: not more often than that. */
  public void refresh(
      Component component, Set<String> tables, Duration atMostEvery, Runnable refresh) {
    component.addAttachListener(
        attached -> {
          Registration registered =
              windows.of(attached.getUI()).add(new Refresh(tables, atMostEvery, refresh));
          component.addDetachListener(
              detached -> {
                detached.unregisterListener();
                registered.remove();
              });
          refresh.run();
        });
  }

  /**
   * A value that is read once for all windows that show it, and again when one of the tables has
   * changed. For the singletons that hold what pages show; made once, never dropped.
   */
  public <T> Supplier<T> shared(Set<String> tables, Supplier<T> read) {
    Shared<T> value = new Shared<>(tables, read);
    shared.add(value);
    return value;
  }

  @Override
  public void close() {
    deaf.run();
  }
}
