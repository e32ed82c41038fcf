package dev.corral.clone;

import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import java.util.List;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Which generations clones need: their own, and the one that they are just being put onto. */
@Repository
public class Rebases {
  private final JdbcClient sql;

  Rebases(JdbcClient sql) {
    this.sql = sql;
  }

  /** From now on it needs that generation, too. */
  public void begin(CloneName name, int generation) {
    sql.sql("update corral.clone set rebased_to = ? where name = ?")
        .params(generation, name.value())
        .update();
  }

  /** It is on that generation, and needs its former one no more. */
  public void done(CloneName name) {
    sql.sql(
            "update corral.clone set generation = rebased_to, rebased_to = null where name = ? and rebased_to is not null")
        .param(name.value())
        .update();
  }

  /** It stays on its own. */
  public void giveUp(CloneName name) {
    sql.sql("update corral.clone set rebased_to = null where name = ?")
        .param(name.value())
        .update();
  }

  /** The names of the clones that need it. */
  public List<String> needing(BaseName base, int generation) {
    return sql.sql(
            "select name from corral.clone where base = ? and (generation = ? or rebased_to = ?) order by name")
        .params(base.value(), generation, generation)
        .query(String.class)
        .list();
  }
}
