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
    while (running) {
      try (Connection connection = database.getConnection()) {
        connection.setAutoCommit(true);
        try (var statement = connection.createStatement()) {
          statement.execute("listen corral_change");
        }
        while (running) pass(connection.unwrap(PGConnection.class).getNotifications(WAIT_MILLIS));
      } catch (SQLException lost) {
        if (running)
          log.warn("lost the database's notifications, connecting again: {}", lost.getMessage());
      }
    }
  }

  private void pass(PGNotification[] notifications) {
    if (notifications == null || notifications.length == 0) return;
    Set<String> tables =
        Stream.of(notifications).map(PGNotification::getParameter).collect(Collectors.toSet());
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
