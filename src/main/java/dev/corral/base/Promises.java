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
 * way still need, and what clones may grow by.
 */
@Repository
public class Promises {
  private static final String ALL =
      """
      select node, sum(bytes) as bytes from (
        select k.node, k.disk as bytes from corral.claim k join corral.clone c on c.name = k.clone join corral.base b on b.name = c.base
        where k.state <> 'GIVEN_BACK' and b.pool = :pool
        union all
        select p.node, v.size * (100 - p.percent) / 100 from corral.base_copy p
        join corral.base b on b.name = p.base join corral.base_volume v on v.base = p.base and v.generation = p.generation
        where p.state = 'COPYING' and b.pool = :pool and not (p.base = :base and p.generation = :generation)
      ) promised group by node""";

  private final JdbcClient sql;

  Promises(JdbcClient sql) {
    this.sql = sql;
  }

  /** In bytes, by node, in the pools of this name. */
  public Map<NodeName, Long> in(String pool) {
    return without("", 0, pool);
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
    sql.sql("select corral.decide_alone()").query((row, n) -> 0).single();
    return without(way.base().value(), way.generation(), pool).getOrDefault(way.node(), 0L);
  }

  private Map<NodeName, Long> without(String base, int generation, String pool) {
    Map<NodeName, Long> promised = new HashMap<>();
    sql.sql(ALL)
        .param("pool", pool)
        .param("base", base)
        .param("generation", generation)
        .query(
            row -> {
              promised.put(new NodeName(row.getString("node")), row.getLong("bytes"));
            });
    return promised;
  }
}
