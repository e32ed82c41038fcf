package dev.corral.base;

import dev.corral.shared.NodeName;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Who gets a generation from whom, and how fast. Seen by all at once, not only when a step ends;
 * places are taken one after another.
 */
@Repository
class Places {
  /** How much a new figure counts, against all before it. */
  private static final double WEIGHT = 0.25;

  private final JdbcClient sql;
  private final Bases bases;
  private final Clock clock;

  Places(JdbcClient sql, Bases bases, Clock clock) {
    this.sql = sql;
    this.bases = bases;
    this.clock = clock;
  }

  /** The line that this one stands in, or would. */
  Line line(Copying.Way way, Set<NodeName> silent) {
    List<Copy> copies =
        bases.copies(way.base()).stream().filter(c -> c.of(way.base(), way.generation())).toList();
    return new Line(
        copies, silent, clock.instant(), bases.generation(way.base(), way.generation()).size());
  }

  /**
   * Takes the place that is chosen, if one is.
   *
   * @param compared only what differs will be sent
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Optional<NodeName> take(
      Copying.Way way,
      Set<NodeName> silent,
      boolean compared,
      Function<Line, Optional<NodeName>> choice) {
    sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param("line of " + way.base())
        .query((row, n) -> 0)
        .single();
    Optional<NodeName> source = choice.apply(line(way, silent));
    source.ifPresent(
        s ->
            update(
                way,
                "source = ?, moved_at = ?, rate = 0, compared = ?",
                s.value(),
                Timestamp.from(clock.instant()),
                compared));
    return source;
  }

  /** It leaves that one to see whether another one gives more; null: it has not tried yet. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void tries(Copying.Way way, NodeName left) {
    update(way, "tried = ?", left == null ? null : left.value());
  }

  /** It gets its bytes from nobody for now. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void leave(Copying.Way way) {
    update(way, "source = null");
  }

  /** So many bytes are there. True if these are more than before. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public boolean arrived(Copying.Way way, Copy before, long bytes, long size) {
    Instant now = clock.instant();
    int percent = (int) (size == 0 ? 100 : 100 * bytes / size);
    if (bytes <= before.bytes()) {
      if (bytes < before.bytes()) update(way, "bytes = ?, percent = ?", bytes, percent);
      return false;
    }
    update(
        way,
        "bytes = ?, percent = ?, rate = ?, moved_at = ?",
        bytes,
        percent,
        rate(before, bytes, size, now),
        Timestamp.from(now));
    return true;
  }

  /** The first bytes say nothing yet: some of the time before them went into connecting. */
  private static long rate(Copy before, long bytes, long size, Instant now) {
    if (before.movedAt() == null || before.from() == null) return 0;
    if (before.rate() == 0 && bytes < size) return Copy.BEGINS;
    long millis = Math.max(1, Duration.between(before.movedAt(), now).toMillis());
    double fresh = (bytes - before.bytes()) * 1000.0 / millis;
    return Math.round(before.rate() <= 0 ? fresh : WEIGHT * fresh + (1 - WEIGHT) * before.rate());
  }

  private void update(Copying.Way way, String what, Object... values) {
    Object[] all = new Object[values.length + 3];
    System.arraycopy(values, 0, all, 0, values.length);
    all[values.length] = way.base().value();
    all[values.length + 1] = way.generation();
    all[values.length + 2] = way.node().value();
    sql.sql(
            "update corral.base_copy set "
                + what
                + " where base = ? and generation = ? and node = ?")
        .params(all)
        .update();
  }
}
