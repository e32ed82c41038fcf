package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** What bases left on nodes that could not be reached when they were removed. */
@Repository
public class BaseLeftovers {
  private final JdbcClient sql;

  BaseLeftovers(JdbcClient sql) {
    this.sql = sql;
  }

  /** What is left on a node, the oldest first. */
  public List<BaseLeftover> on(NodeName node) {
    return sql.sql(
            "select * from corral.base_leftover where node = ? order by since, base, generation")
        .param(node.value())
        .query(BaseLeftovers::leftover)
        .list();
  }

  void add(BaseLeftover l) {
    sql.sql(
            "insert into corral.base_leftover(node, base, generation, pool, why, since) values (?, ?, ?, ?, ?, ?) on conflict do nothing")
        .params(
            l.node().value(),
            l.base().value(),
            l.generation(),
            l.pool(),
            l.why(),
            Timestamp.from(l.since()))
        .update();
  }

  void forget(BaseLeftover l) {
    sql.sql("delete from corral.base_leftover where node = ? and base = ? and generation = ?")
        .params(l.node().value(), l.base().value(), l.generation())
        .update();
  }

  private static BaseLeftover leftover(ResultSet row, int number) throws SQLException {
    return new BaseLeftover(
        new NodeName(row.getString("node")),
        new BaseName(row.getString("base")),
        row.getInt("generation"),
        row.getString("pool"),
        row.getString("why"),
        row.getTimestamp("since").toInstant());
  }
}
