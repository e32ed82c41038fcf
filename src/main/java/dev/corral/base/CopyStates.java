package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.stream.Stream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** Changes the states of copies: only as they may follow. */
@Repository
public class CopyStates {

  private final Bases bases;
  private final JdbcClient sql;

  CopyStates(Bases bases, JdbcClient sql) {
    this.bases = bases;
    this.sql = sql;
  }

  /** It is on its way there. Refused (COPY_STATE) if what is there is being removed. */
  public void copying(BaseName base, int generation, NodeName node, int percent, String detail) {
    become(base, generation, node, Copy.State.COPYING, percent, detail);
  }

  /** All of it is there, and is compared. Refused (COPY_STATE) unless it was on its way. */
  void verifying(BaseName base, int generation, NodeName node) {
    become(base, generation, node, Copy.State.VERIFYING, 100, "");
  }

  /** It cannot be cloned, and this is why. */
  public void copyFailed(BaseName base, int generation, NodeName node, int percent, String detail) {
    become(base, generation, node, Copy.State.FAILED, percent, detail);
  }

  /** It can be cloned. Refused (COPY_STATE) unless it was compared, or is made right there. */
  void verified(BaseName base, int generation, NodeName node, Instant at) {
    become(base, generation, node, Copy.State.READY, 100, "");
    sql.sql(
            "update corral.base_copy set verified_at = ? where base = ? and generation = ? and node = ?")
        .params(Timestamp.from(at), base.value(), generation, node.value())
        .update();
  }

  /** Where nothing is known of a copy yet, each state may be the first. */
  private void become(
      BaseName base, int generation, NodeName node, Copy.State next, int percent, String detail) {
    String[] before =
        Stream.of(Copy.State.values())
            .filter(s -> s.mayBecome(next))
            .map(Enum::name)
            .toArray(String[]::new);
    int changed =
        sql.sql(
                """
                insert into corral.base_copy(base, generation, node, state, percent, detail) values (?, ?, ?, ?, ?, ?)
                on conflict (base, generation, node) do update set state = excluded.state, percent = excluded.percent, detail = excluded.detail,
                  source = case when excluded.state in ('COPYING', 'VERIFYING') then base_copy.source end
                where base_copy.state = any(?)
                and (base_copy.state, base_copy.percent, base_copy.detail) is distinct from (excluded.state, excluded.percent, excluded.detail)""")
            .params(base.value(), generation, node.value(), next.name(), percent, detail, before)
            .update();
    if (changed == 1) return;
    Copy.State now = bases.copy(base, generation, node).orElseThrow().state();
    if (now == next) return;
    throw Refused.conflict(
            "COPY_STATE",
            "the copy of %s g%d on %s is %s and cannot become %s"
                .formatted(base, generation, node, now, next),
            "wait until its removal has ended, or cancel this; then enable the base there again")
        .with("base", base)
        .with("node", node);
  }
}
