package dev.corral;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.boot.actuate.health.Health;
import org.springframework.boot.actuate.health.HealthIndicator;
import org.springframework.boot.autoconfigure.jdbc.JdbcConnectionDetails;
import org.springframework.context.SmartLifecycle;
import org.springframework.stereotype.Component;

/**
 * Knows at any time whether the database answers, without waiting for it: looks each second over a
 * connection of its own, which no load on the pool delays. The name replaces Spring Boot's
 * indicator, which waits for the pool.
 */
@Component("dbHealthIndicator")
class DatabaseWatch implements HealthIndicator, SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(DatabaseWatch.class);
  private static final int PATIENCE_SECONDS = 2;
  private final JdbcConnectionDetails database;
  private ScheduledExecutorService looking;
  private Connection connection;
  private volatile long awaySince;

  DatabaseWatch(JdbcConnectionDetails database) {
    this.database = database;
  }

  /** True from at most 3 s after it fell silent until it answers again. */
  boolean away() {
    return awaySince != 0;
  }

  private void look() {
    try {
      if (connection == null || !answers()) {
        hangUp();
        connection = connect();
        if (!answers()) throw new SQLException("it is up, but takes no changes");
      }
      if (away()) log.info("the database answers again, after {}", silence());
      awaySince = 0;
    } catch (SQLException silent) {
      hangUp();
      if (!away()) {
        log.warn("the database does not answer: {}", silent.getMessage());
        awaySince = System.nanoTime();
      }
    }
  }

  /** A standby that has not been promoted answers, but Corral cannot use it. */
  private boolean answers() {
    try (var statement = connection.createStatement();
        var standby = statement.executeQuery("select pg_is_in_recovery()")) {
      return standby.next() && !standby.getBoolean(1);
    } catch (SQLException broken) {
      return false;
    }
  }

  private Connection connect() throws SQLException {
    Properties how = new Properties();
    how.setProperty("user", database.getUsername());
    how.setProperty("password", database.getPassword());
    how.setProperty("connectTimeout", Integer.toString(PATIENCE_SECONDS));
    how.setProperty("loginTimeout", Integer.toString(PATIENCE_SECONDS));
    how.setProperty("socketTimeout", Integer.toString(PATIENCE_SECONDS));
    how.setProperty("ApplicationName", "corral watch");
    return DriverManager.getConnection(database.getJdbcUrl(), how);
  }

  private void hangUp() {
    try {
      if (connection != null) connection.close();
    } catch (SQLException broken) {
      // it is given up anyway
    }
    connection = null;
  }

  private Duration silence() {
    return Duration.ofNanos(System.nanoTime() - awaySince)
        .truncatedTo(java.time.temporal.ChronoUnit.MILLIS);
  }

  @Override
  public Health health() {
    return away()
        ? Health.down().withDetail("silent", silence().toString()).build()
        : Health.up().build();
  }

  @Override
  public void start() {
    looking =
        Executors.newSingleThreadScheduledExecutor(
            work -> {
              Thread thread = new Thread(work, "database watch");
              thread.setDaemon(true);
              return thread;
            });
    looking.scheduleWithFixedDelay(this::look, 0, 1, TimeUnit.SECONDS);
  }

  @Override
  public void stop() {
    looking.shutdownNow();
    hangUp();
  }

  @Override
  public boolean isRunning() {
    return looking != null && !looking.isShutdown();
  }
}
