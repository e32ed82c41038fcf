package dev.corral.storage;

import dev.corral.shared.BaseName;
import java.sql.ResultSet;
import java.sql.SQLException;

/**
 * What a clone's record is made anew from once its files are brought back.
 *
 * @param generation of the base that its disks are overlays on
 * @param owner null if it had none
 * @param memory in bytes
 */
public record Origin(BaseName base, int generation, String owner, long memory) {
  /**
   * From the columns {@code base, generation, owner, memory}; null for rows of an earlier version.
   */
  public static Origin in(ResultSet row) throws SQLException {
    String base = row.getString("base");
    if (base == null) return null;
    return new Origin(
        new BaseName(base),
        row.getInt("generation"),
        row.getString("owner"),
        row.getLong("memory"));
  }
}
