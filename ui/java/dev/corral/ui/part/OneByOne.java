package dev.corral.ui.part;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.UIDetachedException;
import dev.corral.shared.Problem;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/**
 * The same command for many things, beside the page: one that is refused does not stop the others,
 * and whoever closes the page stops none.
 */
@Component
public class OneByOne implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(OneByOne.class);
  private static final long BETWEEN_NEWS_MILLIS = 200;
  private static final int AT_ONCE = 8;

  private final ExecutorService threads =
      Executors.newFixedThreadPool(
          AT_ONCE,
          work -> {
            Thread thread = new Thread(work, "one by one");
            thread.setDaemon(true);
            return thread;
          });

  /** What was refused, and why; the problem is null if nobody foresaw it. */
  public record Refusal<T>(T thing, Problem problem) {}

  /** How far it is. */
  public record News<T>(int done, int all, List<Refusal<T>> refusals) {
    /** Whether all were asked for. */
    public boolean ended() {
      return done == all;
    }
  }

  /** Begins, and tells the page now and then, and at the end. The command must know its caller. */
  public <T> void run(UI ui, List<T> things, Consumer<T> command, Consumer<News<T>> told) {
    threads.execute(() -> all(ui, things, command, told));
  }

  private <T> void all(UI ui, List<T> things, Consumer<T> command, Consumer<News<T>> told) {
    List<Refusal<T>> refusals = new ArrayList<>();
    long last = System.nanoTime();
    for (int i = 0; i < things.size(); i++) {
      T thing = things.get(i);
      try {
        command.accept(thing);
      } catch (Problem no) {
        refusals.add(new Refusal<>(thing, no));
      } catch (RuntimeException e) {
        log.error("a command for {} failed with an unexpected error", thing, e);
        refusals.add(new Refusal<>(thing, null));
      }
      boolean ended = i + 1 == things.size();
      long since = TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - last);
      if (!ended && since < BETWEEN_NEWS_MILLIS) continue;
      last = System.nanoTime();
      tell(ui, new News<>(i + 1, things.size(), List.copyOf(refusals)), told);
    }
  }

  private static <T> void tell(UI ui, News<T> news, Consumer<News<T>> told) {
    try {
      ui.access(() -> told.accept(news));
    } catch (UIDetachedException closed) {
      // nobody looks any more; the rest is done all the same
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
