package dev.corral.base;

import dev.corral.shared.NodeName;
import java.util.HashMap;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Room in the nodes' pools that somebody has been promised and has not taken yet: what copies under
 * way still need, what clones may grow by, and what operations that move, rebase or prepare have
 * asked for.
 */
@Repository
public class Promises {
  private static final String ALL =
      """
      select node, sum(bytes) as bytes from (
        select node, bytes from corral.claimed_disk where pool = :pool
        union all
        select p.node, v.size * (100 - p.percent) / 100 from corral.base_copy p
        join corral.base b on b.name = p.base join corral.base_volume v on v.base = p.base and v.generation = p.generation
        where p.state = 'COPYING' and b.pool = :pool and not (p.base = :base and p.generation = :generation)
        union all
        select node, bytes from corral.room_promise where pool = :pool and operation <> :operation
      ) promised group by node\
      """;

  private final JdbcClient sql;

  Promises(JdbcClient sql) {
    this.sql = sql;
  }

  /** In bytes, by node, in the pools of this name. */
  public Map<NodeName, Long> in(String pool) {
    return without("", 0, "", pool);
  }

  /** In bytes, of one node's pool. */
  public long on(NodeName node, String pool) {
    return in(pool).getOrDefault(node, 0L);
  }

  /**
   * What is promised beside this copy where it goes to. Nobody else promises anything until the
   * transaction ends: so look at the node first, then ask, then promise.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public long beside(Copying.Way way, String pool) {
    decideAlone();
    return without(way.base().value(), way.generation(), "", pool).getOrDefault(way.node(), 0L);
  }

  /** The same, beside what that operation has been promised. */
  @Transactional(propagation = Propagation.MANDATORY)
  public long beside(String operation, NodeName node, String pool) {
    decideAlone();
    return without("", 0, operation, pool).getOrDefault(node, 0L);
  }

  private void decideAlone() {
    sql.sql("select corral.decide_alone()").query((row, n) -> 0).single();
  }

  /** That operation will need so many bytes there, until it ends; none if it is not above 0. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void hold(String operation, NodeName node, String pool, long bytes) {
    release(operation);
    if (bytes <= 0) return;
    sql.sql("insert into corral.room_promise(operation, node, pool, bytes) values (?, ?, ?, ?)")
        .params(operation, node.value(), pool, bytes)
        .update();
  }

  /** That operation needs nothing any more beside what it has taken. */
  public void release(String operation) {
    sql.sql("delete from corral.room_promise where operation = ?").param(operation).update();
  }

  private Map<NodeName, Long> without(String base, int generation, String operation, String pool) {
    Map<NodeName, Long> promised = new HashMap<>();
    sql.sql(ALL)
        .param("pool", pool)
        .param("base", base)
        .param("generation", generation)
        .param("operation", operation)
        .query(
            row -> {
              promised.put(new NodeName(row.getString("node")), row.getLong("bytes"));
            });
    return promised;
  }
}
