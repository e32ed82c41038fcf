package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** What becomes of copies: they go, they stay after all, they are found good or bad. */
@Repository
public class Copies {
  private static final String ONE = " where base = ? and generation = ? and node = ?";

  private final JdbcClient sql;

  Copies(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * All generations of the base on that node shall go. Until their files are touched, those that
   * were READY stand at 100 percent.
   */
  public void leave(BaseName base, NodeName node) {
    sql.sql(
            """
            update corral.base_copy set state = 'REMOVING', detail = 'it will be removed',
              percent = case when state = 'READY' then 100 else 0 end
            where base = ? and node = ? and state <> 'REMOVING'""")
        .params(base.value(), node.value())
        .update();
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

  /** They shall not go after all: what was not touched yet is READY as before. */
  public void stay(BaseName base, NodeName node) {
    sql.sql(
            """
            update corral.base_copy set
              state = case when percent = 100 then 'READY' else 'FAILED' end,
              detail = case when percent = 100 then '' else 'its removal was cancelled' end
            where base = ? and node = ? and state = 'REMOVING'""")
        .params(base.value(), node.value())
        .update();
  }

  /** There is no such copy. */
  void forget(BaseName base, int generation, NodeName node) {
    sql.sql("delete from corral.base_copy" + ONE)
        .params(base.value(), generation, node.value())
        .update();
  }
}
