package dev.corral.clone;

import dev.corral.shared.NodeName;
import dev.corral.storage.Origin;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What is left on nodes that could not be reached when it became nobody's. */
@Repository
public class Leftovers {
  private final JdbcClient sql;

  Leftovers(JdbcClient sql) {
    this.sql = sql;
  }

  /** Notes it; what is known already stays as it is. */
  public void add(Leftover l) {
    Optional<Origin> origin = Optional.ofNullable(l.origin());
    sql.sql(
            """
            insert into corral.leftover(node, guest, clone, pool, files, why, since, operation, base, generation, owner, memory, superseded)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing\
            """)
        .params(
            Arrays.asList(
                l.node().value(),
                l.guest(),
                l.cloneName(),
                l.pool(),
                l.files().toArray(String[]::new),
                l.why(),
                Timestamp.from(l.since()),
                l.operation(),
                origin.map(o -> o.base().value()).orElse(null),
                origin.map(Origin::generation).orElse(null),
                origin.map(Origin::owner).orElse(null),
                origin.map(Origin::memory).orElse(null),
                l.superseded()))
        .update();
  }

  /** Notes it as somebody's data: it is not taken away until a person releases it. */
  public void keep(Leftover l) {
    add(l);
    sql.sql("update corral.leftover set kept = true where node = ? and guest = ?")
        .params(l.node().value(), l.guest())
        .update();
  }

  /** A person wants what was kept on that node taken away, too. */
  public void release(NodeName node) {
    sql.sql("update corral.leftover set kept = false where node = ?").param(node.value()).update();
  }

  /** What is left on a node and may be taken away, the oldest first. */
  public List<Leftover> on(NodeName node) {
    return sql.sql(
            "select * from corral.leftover where node = ? and not kept order by since, guest")
        .param(node.value())
        .query(Leftovers::leftover)
        .list();
  }

  /** What is kept, on all nodes, until a person releases it. */
  public List<Leftover> kept() {
    return sql.sql("select * from corral.leftover where kept order by node, clone")
        .query(Leftovers::leftover)
        .list();
  }

  /** All that is left anywhere, kept or not. */
  public List<Leftover> list() {
    return sql.sql("select * from corral.leftover order by node, clone")
        .query(Leftovers::leftover)
        .list();
  }

  private static Leftover leftover(ResultSet row, int number) throws SQLException {
    return new Leftover(
        new NodeName(row.getString("node")),
        row.getObject("guest", UUID.class),
        row.getString("clone"),
        row.getString("pool"),
        List.of((String[]) row.getArray("files").getArray()),
        row.getString("why"),
        row.getTimestamp("since").toInstant(),
        row.getString("operation"),
        Origin.in(row),
        row.getBoolean("superseded"));
  }

  /** True if it is still left; until the transaction ends nobody else removes it or takes it up. */
  @Transactional(propagation = Propagation.MANDATORY)
  public boolean isStill(NodeName node, UUID guest) {
    return !sql.sql("select guest from corral.leftover where node = ? and guest = ? for update")
        .params(node.value(), guest)
        .query(UUID.class)
        .list()
        .isEmpty();
  }

  /** It is gone, or somebody's again. */
  public void forget(NodeName node, UUID guest) {
    sql.sql("delete from corral.leftover where node = ? and guest = ?")
        .params(node.value(), guest)
        .update();
  }
}
