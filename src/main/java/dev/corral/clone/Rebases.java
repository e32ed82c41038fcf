package dev.corral.clone;

import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import java.util.List;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

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

  /** From now on its disk may be on either; kept whatever becomes of the caller's transaction. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void swapping(CloneName name) {
    sql.sql("update corral.clone set swapping = true where name = ?").param(name.value()).update();
  }

  /** The generation that its disk may be on as well as on its own; none if that is not open. */
  Optional<Integer> swappingTo(CloneName name) {
    return sql.sql("select rebased_to from corral.clone where name = ? and swapping")
        .param(name.value())
        .query(Integer.class)
        .optional();
  }

  /** It is on that generation, and needs its former one no more. */
  public void done(CloneName name) {
    sql.sql(
            "update corral.clone set generation = rebased_to, rebased_to = null, swapping = false"
                + " where name = ? and rebased_to is not null")
        .param(name.value())
        .update();
  }

  /** It stays on its own. */
  public void giveUp(CloneName name) {
    sql.sql("update corral.clone set rebased_to = null, swapping = false where name = ?")
        .param(name.value())
        .update();
  }

  /** The names of the clones that need it. */
  public List<String> needing(BaseName base, int generation) {
    return sql.sql(
            "select name from corral.clone where base = ? and (generation = ? or rebased_to = ?)"
                + " order by name")
        .params(base.value(), generation, generation)
        .query(String.class)
        .list();
  }
}
