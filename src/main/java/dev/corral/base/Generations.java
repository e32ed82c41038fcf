package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.OptionalLong;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/**
 * Which generations new clones get: those that are released. The newest of them is the base's
 * current one; on a node that does not have it, an older one serves.
 */
@Repository
public class Generations {
  private final Bases bases;
  private final JdbcClient sql;

  Generations(Bases bases, JdbcClient sql) {
    this.bases = bases;
    this.sql = sql;
  }

  /** Those that new clones get, the newest first. Refused (BASE_NOT_READY) if there is none. */
  public List<Generation> released(BaseName base) {
    List<Generation> released =
        sql
            .sql(
                "select generation from corral.base_generation where base = ? and state = 'READY' and released order by generation desc")
            .param(bases.get(base).name().value())
            .query(Integer.class)
            .list()
            .stream()
            .map(number -> bases.generation(base, number))
            .toList();
    if (!released.isEmpty()) return released;
    throw Refused.conflict(
            "BASE_NOT_READY",
            "base '" + base + "' has no generation that is ready for clones",
            "wait until its preparation has ended; look at its operation")
        .with("base", base);
  }

  /** The newest that new clones get. Refused (BASE_NOT_READY) if there is none. */
  public Generation current(BaseName base) {
    return released(base).get(0);
  }

  /** From now on new clones get it, where it is ready. */
  public void release(BaseName base, int generation) {
    sql.sql(
            "update corral.base_generation set released = true where base = ? and generation = ? and state = 'READY'")
        .params(base.value(), generation)
        .update();
  }

  /** From now on new clones get it, and none that is newer. */
  public void backTo(BaseName base, int generation) {
    release(base, generation);
    sql.sql(
            "update corral.base_generation set released = false where base = ? and generation > ? and released")
        .params(base.value(), generation)
        .update();
  }

  /** Bytes of it that are not in an older one, if somebody who had one has got it. */
  OptionalLong changed(BaseName base, int generation) {
    return sql
        .sql(
            "select changed from corral.base_generation where base = ? and generation = ? and changed is not null")
        .params(base.value(), generation)
        .query(Long.class)
        .list()
        .stream()
        .mapToLong(Long::longValue)
        .findFirst();
  }

  /** So many bytes of it are not in an older one. */
  void changed(BaseName base, int generation, long bytes) {
    sql.sql("update corral.base_generation set changed = ? where base = ? and generation = ?")
        .params(bytes, base.value(), generation)
        .update();
  }
}
