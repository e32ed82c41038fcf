package dev.corral.storage;

import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What is known to be set aside on the nodes. */
@Repository
public class AsideItems {
  private final JdbcClient sql;

  AsideItems(JdbcClient sql) {
    this.sql = sql;
  }

  /** Kept before the first file leaves its place, whatever becomes of the caller's transaction. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void leaving(AsideItem item) {
    sql.sql(
            """
            insert into corral.aside(id, node, guest, clone, pool, folder, files, bytes, operation, why, superseded, since)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
            """)
        .params(
            java.util.Arrays.asList(
                item.id(),
                item.node().value(),
                item.guest(),
                item.cloneName(),
                item.pool(),
                item.folder(),
                item.files().toArray(String[]::new),
                item.bytes(),
                item.operation(),
                item.why(),
                item.superseded(),
                Timestamp.from(item.since())))
        .update();
  }

  /** So many more bytes of it are there, whatever becomes of the caller's transaction. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  void has(String id, long bytes) {
    sql.sql("update corral.aside set bytes = bytes + ? where id = ?").params(bytes, id).update();
  }

  /** It is there no more. */
  void forget(String id) {
    sql.sql("delete from corral.aside where id = ?").param(id).update();
  }

  /** All on a node, the oldest first. */
  public List<AsideItem> on(NodeName node) {
    return sql.sql("select * from corral.aside where node = ? order by since, id")
        .param(node.value())
        .query(AsideItems::item)
        .list();
  }

  /** All of a clone, also of one that was removed, the newest first. */
  public List<AsideItem> of(CloneName name) {
    return sql.sql("select * from corral.aside where clone = ? order by since desc, id")
        .param(name.value())
        .query(AsideItems::item)
        .list();
  }

  /** Those on a node that were set aside before then, or given up by a person. */
  List<AsideItem> due(NodeName node, Instant then) {
    return sql.sql(
            "select * from corral.aside where node = ? and (since < ? or given_up) order by since,"
                + " id")
        .params(node.value(), Timestamp.from(then))
        .query(AsideItems::item)
        .list();
  }

  /** A person wants it deleted. */
  void giveUp(String id) {
    sql.sql("update corral.aside set given_up = true where id = ?").param(id).update();
  }

  /** Bytes that can be freed early, by node, in the pools of that name. */
  public Map<NodeName, Long> freeable(String pool) {
    Map<NodeName, Long> bytes = new HashMap<>();
    sql.sql(
            "select node, sum(bytes) as bytes from corral.aside where pool = ? and superseded group"
                + " by node")
        .param(pool)
        .query(
            row -> {
              bytes.put(new NodeName(row.getString("node")), row.getLong("bytes"));
            });
    return bytes;
  }

  private static AsideItem item(ResultSet row, int number) throws SQLException {
    return new AsideItem(
        row.getString("id"),
        new NodeName(row.getString("node")),
        row.getObject("guest", UUID.class),
        row.getString("clone"),
        row.getString("pool"),
        row.getString("folder"),
        List.of((String[]) row.getArray("files").getArray()),
        row.getLong("bytes"),
        row.getString("operation"),
        row.getString("why"),
        row.getBoolean("superseded"),
        row.getTimestamp("since").toInstant());
  }
}
