package dev.corral.storage;

import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
    Optional<Origin> origin = Optional.ofNullable(item.origin());
    sql.sql(
            """
            insert into corral.aside(id, node, guest, clone, pool, folder, files, bytes, operation, why, superseded, since, base, generation, owner, memory)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
            """)
        .params(
            Arrays.asList(
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
                Timestamp.from(item.since()),
                origin.map(o -> o.base().value()).orElse(null),
                origin.map(Origin::generation).orElse(null),
                origin.map(Origin::owner).orElse(null),
                origin.map(Origin::memory).orElse(null)))
        .update();
  }

  /**
   * What leaves joins the rest of a clone that was only half brought back, if there is such a rest
   * there; answers its id. It is kept as long as what leaves now.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  Optional<String> joined(AsideItem leaving) {
    return sql.sql(
            "update corral.aside set since = ? where guest = ? and node = ? and halved and not"
                + " given_up and back_by is null returning id")
        .params(Timestamp.from(leaving.since()), leaving.guest(), leaving.node().value())
        .query(String.class)
        .optional();
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
            "select * from corral.aside where node = ? and (since < ? or given_up) and back_by is"
                + " null order by since, id")
        .params(node.value(), Timestamp.from(then))
        .query(AsideItems::item)
        .list();
  }

  /** A person wants it deleted. */
  void giveUp(String id) {
    sql.sql("update corral.aside set given_up = true where id = ? and back_by is null")
        .param(id)
        .update();
  }

  /**
   * Marks it for deletion: it cannot be brought back from here on. False if it is being brought
   * back, or has got more. Kept whatever becomes of the caller's transaction.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  boolean goes(AsideItem item) {
    return sql.sql(
                "update corral.aside set given_up = true where id = ? and since = ? and back_by is"
                    + " null")
            .params(item.id(), Timestamp.from(item.since()))
            .update()
        > 0;
  }

  /**
   * One of a clone that is to be brought back: that one, or for null the newest that is not
   * superseded. Nobody begins to delete it until the transaction ends.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public Optional<AsideItem> toBringBack(CloneName name, String id) {
    return sql.sql(
            """
            select * from corral.aside where clone = ? and not given_up and (id = ? or ?::text is null and not superseded)
            order by since desc limit 1 for update\
            """)
        .params(Arrays.asList(name.value(), id, id))
        .query(AsideItems::item)
        .optional();
  }

  /** That operation brings it back. */
  public void bringingBack(String id, String operation) {
    sql.sql("update corral.aside set back_by = ? where id = ?").params(operation, id).update();
  }

  /** What that operation brings back; none once it is back. */
  public Optional<AsideItem> broughtBackBy(String operation) {
    return sql.sql("select * from corral.aside where back_by = ?")
        .param(operation)
        .query(AsideItems::item)
        .optional();
  }

  /** That operation has ended, and may have brought a part of it back. */
  public void stays(String operation, Instant now) {
    sql.sql("update corral.aside set back_by = null, halved = true, since = ? where back_by = ?")
        .params(Timestamp.from(now), operation)
        .update();
  }

  /** Those of clones of a base that may still be brought back, by node and clone. */
  public List<AsideItem> standingOn(BaseName base) {
    return sql.sql(
            "select * from corral.aside where base = ? and not given_up and (not superseded or"
                + " back_by is not null) order by node, clone, since")
        .param(base.value())
        .query(AsideItems::item)
        .list();
  }

  /** Those that may be brought back or deleted, on all nodes or on one, the newest first. */
  public List<AsideItem> kept(NodeName node) {
    return sql.sql(
            "select * from corral.aside where (?::text is null or node = ?) and not given_up order"
                + " by since desc, id")
        .params(
            Arrays.asList(node == null ? null : node.value(), node == null ? null : node.value()))
        .query(AsideItems::item)
        .list();
  }

  /** Bytes that can be freed early, by node, in the pools of that name. */
  public Map<NodeName, Long> freeable(String pool) {
    Map<NodeName, Long> bytes = new HashMap<>();
    sql.sql(
            "select node, sum(bytes) as bytes from corral.aside where pool = ? and superseded and"
                + " back_by is null group by node")
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
        row.getTimestamp("since").toInstant(),
        Origin.in(row),
        row.getString("back_by"));
  }
}
