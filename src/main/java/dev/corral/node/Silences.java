package dev.corral.node;

import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The nodes that give no answer, for as long as they give none. */
@Repository
public class Silences {
  private final JdbcClient sql;

  Silences(JdbcClient sql) {
    this.sql = sql;
  }

  /** All, by node. */
  public List<Silence> list() {
    return sql.sql("select * from corral.silence order by node").query(Silences::silence).list();
  }

  /** That of a node, if it is silent. */
  public Optional<Silence> find(NodeName node) {
    return sql.sql("select * from corral.silence where node = ?")
        .param(node.value())
        .query(Silences::silence)
        .optional();
  }

  /** It is silent since then; one that was before stays so since then. */
  void begin(NodeName node, Instant since) {
    sql.sql(
            "insert into corral.silence(node, since) select name, ? from corral.node where name = ? on conflict do nothing")
        .params(Timestamp.from(since), node.value())
        .update();
  }

  /** It does not answer Corral, but others: it fell silent only now, if it does. */
  void reachedByOthers(NodeName node, Instant at) {
    sql.sql(
            "update corral.silence set since = ? where node = ? and recovery is null and confirmed_off_at is null")
        .params(Timestamp.from(at), node.value())
        .update();
  }

  /** That operation sees to it. */
  public void recovering(NodeName node, String operation) {
    sql.sql("update corral.silence set recovery = ? where node = ?")
        .params(operation, node.value())
        .update();
  }

  /** It is one of too many to act upon. */
  public void amongMany(NodeName node, Instant at) {
    sql.sql("update corral.silence set among_many_at = ? where node = ?")
        .params(Timestamp.from(at), node.value())
        .update();
  }

  /** A person said that it is off, whether Corral had noticed its silence or not. */
  public void confirmOff(NodeName node, Instant at) {
    sql.sql(
            """
            insert into corral.silence(node, since, confirmed_off_at)
            select name, coalesce(seen_at, ?), ? from corral.node where name = ?
            on conflict (node) do update set confirmed_off_at = excluded.confirmed_off_at""")
        .params(Timestamp.from(at), Timestamp.from(at), node.value())
        .update();
  }

  /** It answers again. What a person has confirmed stays until somebody has dealt with it. */
  void end(NodeName node) {
    sql.sql("delete from corral.silence where node = ? and confirmed_off_at is null")
        .param(node.value())
        .update();
  }

  /** It answers again, and what a person has confirmed is dealt with. */
  public void settled(NodeName node) {
    sql.sql("delete from corral.silence where node = ?").param(node.value()).update();
  }

  private static Silence silence(ResultSet row, int number) throws SQLException {
    Timestamp off = row.getTimestamp("confirmed_off_at");
    Timestamp many = row.getTimestamp("among_many_at");
    return new Silence(
        new NodeName(row.getString("node")),
        row.getTimestamp("since").toInstant(),
        row.getString("recovery"),
        off == null ? null : off.toInstant(),
        many == null ? null : many.toInstant());
  }
}
