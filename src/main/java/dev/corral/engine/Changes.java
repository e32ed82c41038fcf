package dev.corral.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Tells whoever shows something which tables have changed, right after the commit, whichever
 * instance made it.
 */
@Component
public class Changes implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(Changes.class);
  private static final int WAIT_MILLIS = 1_000;
  private static final int ALIVE_SECONDS = 5;

  /** The tables with a trigger {@code tell_change}. */
  private static final Set<String> ALL =
      Set.of("node", "base", "base_copy", "clone", "operation", "step_attempt");

  private final DataSource database;
  private final List<Consumer<Set<String>>> listeners = new CopyOnWriteArrayList<>();
  private volatile boolean running;
  private Thread thread;

  Changes(DataSource database) {
    this.database = database;
  }

  /**
   * Calls back with the names of the changed tables, on a thread of ours; run the answer to stop
   * that.
   */
  public Runnable listen(Consumer<Set<String>> listener) {
    listeners.add(listener);
    return () -> listeners.remove(listener);
  }

  private void listenForEver() {
    boolean deaf = false;
    while (running) {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
          statement.execute("listen corral_change");
        }
        if (deaf) tell(ALL); // nobody said what changed meanwhile
        deaf = false;
        while (running) {
          var heard = connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS);
          pass(heard);
          // who only listens never notices that the other side is gone
          if ((heard == null || heard.length == 0) && !connection.isValid(ALIVE_SECONDS))
            throw new SQLException("it does not answer any more");
        }
      } catch (SQLException lost) {
        deaf = true;
        if (running)
          log.warn("lost the database's notifications, connecting again: {}", lost.getMessage());
      }
    }
  }

  private void pass(PGNotification[] notifications) {
    if (notifications == null || notifications.length == 0) return;
    tell(Stream.of(notifications).map(PGNotification::getParameter).collect(Collectors.toSet()));
  }

  private void tell(Set<String> tables) {
    for (Consumer<Set<String>> listener : listeners) {
      try {
        listener.accept(tables);
      } catch (RuntimeException e) {
        log.warn("a listener failed", e);
      }
    }
  }

  @Override
  public void start() {
    running = true;
    thread = new Thread(this::listenForEver, "database changes");
    thread.setDaemon(true);
    thread.start();
  }

  @Override
  public void stop() {
    running = false;
    try {
      thread.join(2 * WAIT_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public boolean isRunning() {
    return running;
  }
}
