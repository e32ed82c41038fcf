package dev.corral.ui.live;

import com.vaadin.flow.component.ComponentUtil;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import com.vaadin.flow.server.VaadinSession;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.stereotype.Component;

/**
 * All open browser windows of this server. One that has been silent for too long is closed here,
 * whether its browser was killed, its laptop sleeps or its network is cut; nothing waits for a
 * request or for the end of its HTTP session.
 */
@Component
@EnableConfigurationProperties(WindowSettings.class)
class Windows implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Windows.class);

  /** Looks for silent windows within the silence that one is allowed. */
  private static final int SWEEPS = 9;

  /** One slow page must not hold up others. */
  private static final int THREADS = 4;

  private final WindowSettings settings;
  private final Map<String, Window> open = new ConcurrentHashMap<>();
  private final ScheduledExecutorService pacer =
      Executors.newScheduledThreadPool(
          THREADS,
          work -> {
            Thread thread = new Thread(work, "ui refresh");
            thread.setDaemon(true);
            return thread;
          });
  private volatile long leastPaceNanos;

  Windows(WindowSettings settings, MeterRegistry metrics) {
    this.settings = settings;
    metrics.gaugeMapSize("corral.ui.windows", List.of(), open);
    metrics.gauge("corral.ui.refreshes", this, Windows::refreshes);
    regularly(this::sweep);
  }

  /** Runs it several times within the silence that is allowed. */
  void regularly(Runnable work) {
    long every = settings.silence().toMillis() / SWEEPS;
    pacer.scheduleWithFixedDelay(work, every, every, TimeUnit.MILLISECONDS);
  }

  /** Registers a page that was just opened. */
  Window open(UI ui) {
    Window window = new Window(UUID.randomUUID().toString(), ui, pacer, () -> leastPaceNanos);
    ComponentUtil.setData(ui, Window.class, window);
    open.put(window.id(), window);
    ui.addDetachListener(detached -> open.remove(window.id()));
    return window;
  }

  /** The window of a page. */
  Window of(UI ui) {
    return ComponentUtil.getData(ui, Window.class);
  }

  Optional<Window> find(String id) {
    return Optional.ofNullable(open.get(id));
  }

  Collection<Window> all() {
    return open.values();
  }

  /** Parts of open windows that are kept up to date. */
  int refreshes() {
    return open.values().stream().mapToInt(Window::refreshes).sum();
  }

  void changed(Set<String> tables) {
    long visible = open.values().stream().filter(Window::visible).count();
    leastPaceNanos = TimeUnit.SECONDS.toNanos(visible) / settings.refreshesPerSecond();
    open.values().forEach(w -> w.changed(tables));
  }

  private void sweep() {
    for (Window window : open.values()) {
      if (window.left() || window.idleNanos() > settings.silence(window.visible()).toNanos())
        close(window);
    }
  }

  /** Closes it, unless its session is busy: then the next sweep does. */
  void close(Window window) {
    window.leave();
    try {
      whileFree(
          window.session(),
          () ->
              window
                  .ui()
                  .accessSynchronously(
                      () -> {
                        window.ui().close();
                        window.session().removeUI(window.ui());
                      }));
    } catch (UIDetachedException gone) {
      open.remove(window.id());
    } catch (RuntimeException failed) {
      log.warn("window {} could not be closed", window.id(), failed);
    }
  }

  /**
   * Runs it with the session's lock, if nobody else has that. Never as a pending task of a request,
   * which would go on with a page that is no more.
   */
  static void whileFree(VaadinSession session, Runnable work) {
    if (!session.getLockInstance().tryLock()) return;
    try {
      work.run();
    } finally {
      session.unlock();
    }
  }

  long inSession(VaadinSession session) {
    return open.values().stream().filter(w -> w.session() == session).count();
  }

  @Override
  public void close() {
    pacer.shutdownNow();
  }
}
