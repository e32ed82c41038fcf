package dev.corral.engine;

import dev.corral.shared.Role;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;

/** Reads operations and their steps from the rows of a query. */
final class OperationRows {
  private OperationRows() {}

  static Operation operation(ResultSet row, int number) throws SQLException {
    return new Operation(
        row.getString("id"),
        row.getString("kind"),
        row.getString("subject"),
        Operation.State.valueOf(row.getString("state")),
        row.getInt("percent"),
        row.getString("waiting_for"),
        instant(row, "waiting_until"),
        row.getString("started_by"),
        row.getString("reason"),
        row.getString("role") == null ? null : Role.valueOf(row.getString("role")),
        row.getTimestamp("started_at").toInstant(),
        instant(row, "ended_at"),
        row.getString("parent"),
        row.getString("node"),
        row.getString("base"),
        row.getString("clone"),
        List.of());
  }

  static OperationStep step(ResultSet row, int number) throws SQLException {
    String code = row.getString("code");
    return new OperationStep(
        row.getString("step"),
        row.getString("name"),
        OperationStep.State.valueOf(row.getString("state")),
        row.getInt("attempt"),
        row.getString("node"),
        row.getTimestamp("started_at").toInstant(),
        instant(row, "ended_at"),
        row.getString("detail"),
        code == null
            ? null
            : new OperationStep.Error(
                code,
                row.getString("detail"),
                row.getString("fix"),
                Notes.read(row.getString("parameters"))));
  }

  private static Instant instant(ResultSet row, String column) throws SQLException {
    Timestamp value = row.getTimestamp(column);
    return value == null ? null : value.toInstant();
  }
}
