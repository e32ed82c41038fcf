package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What becomes of copies: they go, they stay after all, they are found good or bad. */
@Repository
public class Copies {
  private static final String ONE = " where base = ? and generation = ? and node = ?";

  private static final String LEAVE =
      """
      update corral.base_copy set state = 'REMOVING', detail = 'it will be removed',
        percent = case when state = 'READY' then 100 else 0 end
      where state <> 'REMOVING' and\s""";

  private final JdbcClient sql;

  Copies(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * All generations of the base on that node shall go. Until their files are touched, those that
   * were READY stand at 100 percent.
   */
  public void leave(BaseName base, NodeName node) {
    sql.sql(LEAVE + "base = ? and node = ?").params(base.value(), node.value()).update();
  }

  /** That generation shall go from all nodes, in the same way. */
  public void leave(BaseName base, int generation) {
    sql.sql(LEAVE + "base = ? and generation = ?").params(base.value(), generation).update();
  }

  /** Its files are touched from here on; kept also if that fails. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void going(BaseName base, int generation, NodeName node) {
    sql.sql(
            "update corral.base_copy set state = 'REMOVING', detail = 'it is being removed', percent = 0"
                + ONE)
        .params(base.value(), generation, node.value())
        .update();
  }

  /**
   * They shall not go after all: what was not touched yet is READY as before.
   *
   * @param generation all if null
   */
  public void stay(BaseName base, Integer generation, NodeName node) {
    sql.sql(
            """
            update corral.base_copy set
              state = case when percent = 100 then 'READY' else 'FAILED' end,
              detail = case when percent = 100 then '' else 'its removal was cancelled' end
            where base = ? and (?::int is null or generation = ?) and node = ? and state = 'REMOVING'""")
        .params(Arrays.asList(base.value(), generation, generation, node.value()))
        .update();
  }

  /** Its bytes are as in the manifest. False if it is no copy any more that could be cloned. */
  public boolean good(BaseName base, int generation, NodeName node, Instant at) {
    return judged(
        "state = 'READY', percent = 100, detail = '', verified_at = ?",
        base,
        generation,
        node,
        Timestamp.from(at));
  }

  /**
   * Its bytes are not: placement leaves it out. False if it is no copy any more that could be
   * cloned.
   */
  public boolean bad(BaseName base, int generation, NodeName node, String detail) {
    return judged("state = 'FAILED', percent = 0, detail = ?", base, generation, node, detail);
  }

  private boolean judged(String what, BaseName base, int generation, NodeName node, Object value) {
    return sql.sql(
                "update corral.base_copy set " + what + ONE + " and state in ('READY', 'FAILED')")
            .params(value, base.value(), generation, node.value())
            .update()
        == 1;
  }

  /**
   * Those that can be cloned, the one whose bytes nobody has looked at for the longest time first.
   */
  public List<Copy> longestUnverified() {
    return sql.sql(
            "select * from corral.base_copy where state = 'READY' order by verified_at nulls first, base, generation, node")
        .query(Bases::copy)
        .list();
  }

  /** There is no such copy. */
  void forget(BaseName base, int generation, NodeName node) {
    sql.sql("delete from corral.base_copy" + ONE)
        .params(base.value(), generation, node.value())
        .update();
  }
}
