package dev.corral.node;

import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.event.EventListener;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Repository;

/**
 * How full each node was: a sample each minute for a day, one in ten of them for a week. Whichever
 * instance sees a node first in a minute keeps it; the others find it kept.
 */
@Repository
public class LoadHistory {
  private static final int POINTS = 120;
  private static final Duration FINE = Duration.ofDays(1);
  private static final Duration KEPT = Duration.ofDays(7);

  private final JdbcClient sql;
  private final Clock clock;
  private final Map<NodeName, Instant> latest = new ConcurrentHashMap<>();

  LoadHistory(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** Once a minute; any other time it asks the database nothing. */
  @EventListener
  void observed(NodeObserved seen) {
    Vitals vitals = seen.vitals();
    Instant minute = vitals.at().truncatedTo(ChronoUnit.MINUTES);
    if (minute.equals(latest.put(seen.node(), minute))) return;
    long pool = vitals.pools().stream().mapToLong(Pool::capacity).sum();
    long free = vitals.pools().stream().mapToLong(Pool::available).sum();
    sql.sql(
            """
            insert into corral.load_sample(node, at, guests, load, memory, memory_used, pool, pool_used)
            values (?, ?, ?, ?, ?, ?, ?, ?) on conflict do nothing""")
        .params(
            seen.node().value(),
            Timestamp.from(minute),
            vitals.running().size(),
            vitals.load(),
            vitals.memory(),
            vitals.memory() - vitals.available(),
            pool,
            pool - free)
        .update();
  }

  /**
   * The width of one point of a history over that span: at most 120 of them, none under a minute.
   */
  public static Duration step(Duration span) {
    Duration step = span.dividedBy(POINTS);
    return step.compareTo(Duration.ofMinutes(1)) < 0 ? Duration.ofMinutes(1) : step;
  }

  /**
   * Of one node, from so long ago until now, the oldest first; where nothing was seen is nothing.
   */
  public List<LoadSample> of(NodeName node, Duration span) {
    return sql.sql(
            """
            select date_bin(make_interval(secs => ?), at, '2000-01-01Z') as point, max(guests) as guests, max(load) as load,
              max(memory) as memory, max(memory_used) as memory_used, max(pool) as pool, max(pool_used) as pool_used
            from corral.load_sample where node = ? and at >= ? group by point order by point""")
        .params(step(span).toSeconds(), node.value(), Timestamp.from(clock.instant().minus(span)))
        .query(
            (row, n) ->
                new LoadSample(
                    row.getTimestamp("point").toInstant(),
                    row.getInt("guests"),
                    row.getDouble("load"),
                    row.getLong("memory"),
                    row.getLong("memory_used"),
                    row.getLong("pool"),
                    row.getLong("pool_used")))
        .list();
  }

  /** Every instance may do it: what one has removed, the next does not find. */
  @Scheduled(fixedDelayString = "PT1H", initialDelayString = "PT10M")
  void thinOut() {
    Instant now = clock.instant();
    sql.sql(
            """
            delete from corral.load_sample where at < ?
            or at < ? and extract(minute from at)::int % 10 <> 0""")
        .params(Timestamp.from(now.minus(KEPT)), Timestamp.from(now.minus(FINE)))
        .update();
  }
}
