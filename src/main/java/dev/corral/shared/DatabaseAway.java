package dev.corral.shared;

import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Optional;

/** The database does not answer: nothing can be said or done until it is back. */
public final class DatabaseAway extends Problem {
  /** How long a caller waits before it asks again, in seconds. */
  public static final int RETRY_AFTER_SECONDS = 3;

  /** The cause may be null. */
  public DatabaseAway(Throwable cause) {
    super(
        Category.UNAVAILABLE,
        "DATABASE_AWAY",
        "Corral's database does not answer; nothing that was acknowledged is lost",
        "ask again in a few seconds; if it stays so, look at the database and at Corral's log",
        cause);
  }

  /** If that is what went wrong, however deep it lies. */
  public static Optional<DatabaseAway> in(Throwable wrong) {
    for (Throwable cause = wrong; cause != null; cause = cause.getCause())
      if (cause instanceof SQLException sql && away(sql))
        return Optional.of(new DatabaseAway(wrong));
    return Optional.empty();
  }

  /**
   * A pool that gave no connection in time, or the states of PostgreSQL's appendix A: class 08
   * (connection exceptions), 57P01 to 57P03 (shut down, crashed, not up yet), 53300 (too many
   * connections), 25006 (a standby takes no changes).
   */
  private static boolean away(SQLException sql) {
    String state = String.valueOf(sql.getSQLState());
    return sql instanceof SQLTransientConnectionException
        || state.startsWith("08")
        || state.startsWith("57P0")
        || state.equals("53300")
        || state.equals("25006");
  }
}
