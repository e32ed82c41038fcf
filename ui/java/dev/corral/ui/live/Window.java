package dev.corral.ui.live;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.VaadinSession;
import com.vaadin.flow.shared.Registration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.LongSupplier;

/**
 * One open page in a browser. It is refreshed while its browser shows it and takes what it is sent;
 * what changes meanwhile is marked, and shown once when that is so again.
 */
final class Window {
  /** Refreshes that a browser may have on their way before it gets no more. */
  private static final int MOST_UNSEEN = 20;

  /** A visible page speaks every two seconds: one that has not for so long is not there. */
  private static final long SILENT_NANOS = TimeUnit.SECONDS.toNanos(10);

  /** Tells the page the number of a refresh; its next sign of life tells it back. */
  private static final String SEEN = "window.corral.seen = $0";

  private final String id;
  private final UI ui;
  private final VaadinSession session;
  private final ScheduledExecutorService pacer;
  private final LongSupplier leastPaceNanos;
  private final List<Refresh> refreshes = new CopyOnWriteArrayList<>();
  private final AtomicBoolean scheduled = new AtomicBoolean();
  private volatile boolean visible = true;
  private volatile boolean left;
  private volatile long heardNanos = System.nanoTime();
  private volatile long seen;
  private volatile long sent;

  /** When it had last shown all that it was sent, or one thing more of it. */
  private volatile long tookNanos = System.nanoTime();

  Window(String id, UI ui, ScheduledExecutorService pacer, LongSupplier leastPaceNanos) {
    this.id = id;
    this.ui = ui;
    this.session = ui.getSession();
    this.pacer = pacer;
    this.leastPaceNanos = leastPaceNanos;
  }

  String id() {
    return id;
  }

  UI ui() {
    return ui;
  }

  VaadinSession session() {
    return session;
  }

  boolean visible() {
    return visible;
  }

  /** Whether its browser has said that it has left the page. */
  boolean left() {
    return left;
  }

  void leave() {
    left = true;
  }

  int refreshes() {
    return refreshes.size();
  }

  private long silentNanos() {
    return System.nanoTime() - heardNanos;
  }

  /** Nanoseconds since it last spoke; or took something, if it speaks but is too slow for that. */
  long idleNanos() {
    return System.nanoTime() - Math.min(heardNanos, tookNanos);
  }

  Registration add(Refresh refresh) {
    refreshes.add(refresh);
    return () -> refreshes.remove(refresh);
  }

  /** Takes note of a sign of life, and catches up if something was missed. */
  void heard(long lastSeen, boolean nowVisible) {
    heardNanos = System.nanoTime();
    if (lastSeen > seen || lastSeen >= sent) tookNanos = heardNanos;
    seen = Math.max(seen, lastSeen);
    visible = nowVisible;
    if (refreshes.stream().anyMatch(Refresh::due)) schedule();
  }

  void changed(Set<String> tables) {
    boolean due = false;
    for (Refresh refresh : refreshes) due |= refresh.marked(tables);
    if (due && takes()) schedule();
  }

  /** Whether the browser shows the page, and has taken what it was sent. */
  private boolean takes() {
    return visible && !left && silentNanos() < SILENT_NANOS && sent - seen < MOST_UNSEEN;
  }

  private void schedule() {
    if (!scheduled.compareAndSet(false, true)) return;
    long now = System.nanoTime();
    long wait =
        refreshes.stream()
            .filter(Refresh::due)
            .mapToLong(r -> r.waitNanos(now, leastPaceNanos.getAsLong()))
            .min()
            .orElse(0);
    pacer.schedule(this::refresh, wait, TimeUnit.NANOSECONDS);
  }

  private void refresh() {
    if (!takes()) {
      scheduled.set(false);
      return;
    }
    try {
      ui.access(this::refreshLocked);
    } catch (UIDetachedException closed) {
      // its refreshes are unregistered with their components
    }
  }

  private void refreshLocked() {
    scheduled.set(false);
    var push = ui.getInternals().getPushConnection();
    if (push == null || !push.isConnected()) return; // the next sign of life tries again
    long now = System.nanoTime();
    boolean later = false;
    for (Refresh refresh : refreshes) {
      if (!refresh.due()) continue;
      if (refresh.waitNanos(now, 0) > 0) later = true;
      else run(refresh, now);
    }
    if (ui.getInternals().isDirty()) ui.getPage().executeJs(SEEN, String.valueOf(++sent));
    if (later) schedule();
  }

  /** A part that fails is reported as Vaadin reports it, and holds up no other part. */
  private void run(Refresh refresh, long now) {
    try {
      refresh.run(now);
    } catch (RuntimeException failed) {
      session.getErrorHandler().error(new ErrorEvent(failed));
    }
  }
}
