package dev.corral.clone;

import dev.corral.host.PoolFiles;
import dev.corral.node.Nodes;
import dev.corral.shared.Bytes;
import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Service;

/**
 * Takes unknown files away that a person wants gone, and only those: each is looked at again right
 * before, and left alone if it has changed, is open, or has become somebody's.
 */
@Service
public class FileRemovals {
  private final JdbcClient sql;
  private final Nodes nodes;
  private final UnknownFiles unknown;
  private final PoolFiles files;

  FileRemovals(JdbcClient sql, Nodes nodes, UnknownFiles unknown, PoolFiles files) {
    this.sql = sql;
    this.nodes = nodes;
    this.unknown = unknown;
    this.files = files;
  }

  private record Wanted(String path, long size, Instant modified) {}

  /** An operation shall remove them, as they are now. */
  public void want(String operation, List<UnknownFile> unwanted) {
    for (UnknownFile f : unwanted)
      sql.sql(
              "insert into corral.file_removal(operation, path, size, modified) values (?, ?, ?, ?)")
          .params(operation, f.path(), f.size(), Timestamp.from(f.modified()))
          .update();
  }

  /** Removes at most so many of what is left to remove; answers what became of each, in words. */
  public List<String> remove(String operation, NodeName node, int most) {
    List<Wanted> wanted = left(operation);
    if (wanted.isEmpty()) return List.of();
    Map<String, UnknownFile> now =
        unknown.on(node).stream().collect(Collectors.toMap(UnknownFile::path, Function.identity()));
    List<String> words = new ArrayList<>();
    for (Wanted w : wanted.stream().limit(most).toList()) {
      words.add(removed(node, w, now.get(w.path())));
      sql.sql("delete from corral.file_removal where operation = ? and path = ?")
          .params(operation, w.path())
          .update();
    }
    return words;
  }

  /** Whether none is left to remove. */
  public boolean done(String operation) {
    return left(operation).isEmpty();
  }

  private String removed(NodeName node, Wanted wanted, UnknownFile now) {
    if (now == null) return "left " + wanted.path() + ": it is gone, or somebody's now";
    if (now.size() != wanted.size() || !now.modified().equals(wanted.modified()))
      return "left " + wanted.path() + ": it has changed";
    return switch (files.remove(
        nodes.endpoint(node), now.folder(), now.name(), now.size(), now.modified())) {
      case GONE -> "removed %s (%s)".formatted(wanted.path(), new Bytes(now.allocated()));
      case CHANGED -> "left " + wanted.path() + ": it has changed";
      case OPEN -> "left " + wanted.path() + ": a process has it open";
    };
  }

  private List<Wanted> left(String operation) {
    return sql.sql("select * from corral.file_removal where operation = ? order by path")
        .param(operation)
        .query(FileRemovals::wanted)
        .list();
  }

  private static Wanted wanted(ResultSet row, int number) throws SQLException {
    return new Wanted(
        row.getString("path"), row.getLong("size"), row.getTimestamp("modified").toInstant());
  }
}
