package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.corral.engine.Changes;
import java.time.Duration;
import java.util.Collections;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Keeps what is on screen as the database is: each component that asked for it is refreshed when
 * one of its tables has changed, while it is attached, and not more often than an eye can follow.
 */
@org.springframework.stereotype.Component
public class Live implements AutoCloseable {
  private static final long BETWEEN_MILLIS = 250;

  /** One slow page must not hold up others. */
  private static final int THREADS = 4;

  /** So that "3 min ago" stays true where nothing changes. */
  private static final long AT_LEAST_EVERY_SECONDS = 20;

  private final Changes changes;
  private final ScheduledExecutorService pacer =
      Executors.newScheduledThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "ui refresh");
            thread.setDaemon(true);
            return thread;
          });

  Live(Changes changes) {
    this.changes = changes;
  }

  /** Refreshes when the component is attached, and from then on when one of the tables changed. */
  public void refresh(Component component, Set<String> tables, Runnable refresh) {
    refresh(component, tables, Duration.ofMillis(BETWEEN_MILLIS), refresh);
  }

  /** The same, for what changes all the time: not more often than that. */
  public void refresh(
      Component component, Set<String> tables, Duration atMostEvery, Runnable refresh) {
    component.addAttachListener(
        attached -> {
          Beat beat = new Beat(attached.getUI(), atMostEvery.toMillis(), refresh);
          Runnable deaf =
              changes.listen(
                  changed -> {
                    if (!Collections.disjoint(changed, tables)) beat.soon();
                  });
          ScheduledFuture<?> clock =
              pacer.scheduleWithFixedDelay(
                  beat::soon, AT_LEAST_EVERY_SECONDS, AT_LEAST_EVERY_SECONDS, TimeUnit.SECONDS);
          component.addDetachListener(
              detached -> {
                detached.unregisterListener();
                deaf.run();
                clock.cancel(false);
              });
          refresh.run();
        });
  }

  /** One component's refreshes: many changes become one, and a slow browser gets fewer. */
  private final class Beat {
    private final UI ui;
    private final long between;
    private final Runnable refresh;
    private final AtomicBoolean due = new AtomicBoolean();
    private volatile long last = System.nanoTime();

    Beat(UI ui, long between, Runnable refresh) {
      this.ui = ui;
      this.between = between;
      this.refresh = refresh;
    }

    void soon() {
      if (!due.compareAndSet(false, true)) return;
      long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last);
      pacer.schedule(this::now, Math.max(0, between - since), TimeUnit.MILLISECONDS);
    }

    private void now() {
      try {
        ui.access(
            () -> {
              due.set(false);
              last = System.nanoTime();
              refresh.run();
            });
      } catch (UIDetachedException closed) {
        // its detach listener has unregistered it, or is about to
      }
    }
  }

  @Override
  public void close() {
    pacer.shutdownNow();
  }
}
