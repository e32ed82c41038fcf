package dev.corral.clone;

import dev.corral.shared.NodeName;
import java.sql.Timestamp;
import java.util.List;
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
    sql.sql(
            "insert into corral.leftover(node, guest, clone, pool, files, why, since) values (?, ?, ?, ?, ?, ?, ?) on conflict do nothing")
        .params(
            l.node().value(),
            l.guest(),
            l.cloneName(),
            l.pool(),
            l.files().toArray(String[]::new),
            l.why(),
            Timestamp.from(l.since()))
        .update();
  }

  /** What is left on a node, the oldest first. */
  public List<Leftover> on(NodeName node) {
    return sql.sql("select * from corral.leftover where node = ? order by since, guest")
        .param(node.value())
        .query(
            (row, n) ->
                new Leftover(
                    node,
                    row.getObject("guest", UUID.class),
                    row.getString("clone"),
                    row.getString("pool"),
                    List.of((String[]) row.getArray("files").getArray()),
                    row.getString("why"),
                    row.getTimestamp("since").toInstant()))
        .list();
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
