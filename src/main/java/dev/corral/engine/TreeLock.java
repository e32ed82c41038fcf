package dev.corral.engine;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.springframework.jdbc.UncategorizedSQLException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.jdbc.datasource.SingleConnectionDataSource;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * One lock for an operation and all that it started. Its steps share it; a command that they keep
 * overtaking takes it exclusively. It lives in the database, so it holds for all instances and ends
 * with the one that dies.
 */
@Component
class TreeLock {
  /** Longer than any step, which end within 30 s. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(35);

  /** The key of the lock: the topmost operation. */
  private static final String KEY =
      """
      with recursive up as (
        select id, parent from corral.operation where id = ?
        union all select o.id, o.parent from corral.operation o join up on o.id = up.parent)
      select %s(hashtextextended('tree ' || (select id from up where parent is null), 0))""";

  private final JdbcClient sql;
  private final DataSource database;

  TreeLock(JdbcClient sql, DataSource database) {
    this.sql = sql;
    this.database = database;
  }

  /**
   * Shares the lock until the end of the transaction. False, at once, while a command has it or
   * waits for it: a step that waited would hold a thread of the job executor.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  boolean share(String operation) {
    return sql.sql(KEY.formatted("pg_try_advisory_xact_lock_shared"))
        .param(operation)
        .query(Boolean.class)
        .single();
  }

  /**
   * Does the work while no step of the tree runs. The lock is on a connection of its own: the work
   * may try several transactions. Throws CannotAcquireLockException if a step runs for longer than
   * 35 s.
   */
  <T> T alone(String operation, Supplier<T> work) {
    try (Connection connection = database.getConnection()) {
      connection.setAutoCommit(false);
      try {
        JdbcClient own = JdbcClient.create(new SingleConnectionDataSource(connection, true));
        own.sql("set local lock_timeout = " + LONGEST_WAIT.toMillis()).update();
        own.sql(KEY.formatted("pg_advisory_xact_lock"))
            .param(operation)
            .query((row, n) -> 0)
            .single();
        return work.get();
      } finally {
        connection.rollback();
      }
    } catch (SQLException e) {
      throw new UncategorizedSQLException("lock the tree of operation " + operation, null, e);
    }
  }
}
