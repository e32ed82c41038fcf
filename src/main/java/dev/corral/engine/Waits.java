package dev.corral.engine;

import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The steps that are put off, and the signals that each waits for. */
@Repository
public class Waits {
  /** The engine's usual priority: of steps that begin, and of those that something has woken. */
  static final long WOKEN = 0;

  /** Looks that only make sure wait until nobody else has anything to do. */
  static final long UNHURRIED = -1;

  private final JdbcClient sql;
  private final Clock clock;

  Waits(JdbcClient sql, Clock clock) {
    this.sql = sql;
    this.clock = clock;
  }

  /** A put-off step's registration: what wakes it, and how often it was woken so far. */
  record Registered(Set<String> signals, long woken) {
    static final Registered NONE = new Registered(Set.of(), 0);
  }

  /** A signal that some step waits for, and since when the latest of these steps does. */
  public record Awaited(Signal signal, Instant since) {}

  Registered registered(String job) {
    return sql.sql("select signals, woken from corral.wait where job = ?")
        .param(job)
        .query(
            (row, n) ->
                new Registered(
                    Set.of((String[]) row.getArray("signals").getArray()), row.getLong("woken")))
        .optional()
        .orElse(Registered.NONE);
  }

  /** From here on, each of these signals wakes the step; seen by everybody at once. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Registered register(String job, String operation, String step, Set<String> signals) {
    sql.sql(
            """
            insert into corral.wait(job, operation, step, signals, since) values (?, ?, ?, ?, ?)
            on conflict (job) do update set signals = excluded.signals""")
        .params(
            Arrays.asList(
                job,
                operation,
                step,
                signals.toArray(String[]::new),
                Timestamp.from(clock.instant())))
        .update();
    return registered(job);
  }

  /** The operation's steps wait no longer. */
  void end(String operation) {
    sql.sql("delete from corral.wait where operation = ?").param(operation).update();
  }

  /**
   * How often the job was woken, in the transaction that puts it off: until that ends, whoever
   * wants to wake it waits.
   */
  long wokenWhilePuttingOff(String job) {
    return sql.sql("select woken from corral.wait where job = ? for update")
        .param(job)
        .query(Long.class)
        .optional()
        .orElse(0L);
  }

  /**
   * Makes the jobs that wait for any of these signals due. One whose look is under way is left to
   * {@link #wokenWhilePuttingOff}. Answers how many are due now.
   */
  @Transactional
  public int wake(Collection<Signal> signals) {
    String[] keys = signals.stream().map(Signal::key).distinct().toArray(String[]::new);
    List<String> jobs =
        sql.sql(
                """
                with woken as (select job from corral.wait where signals && ?::text[] order by job for update)
                update corral.wait w set woken = w.woken + 1 from woken where w.job = woken.job returning w.job""")
            .param(keys)
            .query(String.class)
            .list();
    return jobs.isEmpty() ? 0 : makeDue(jobs);
  }

  /** Makes all put-off jobs due: what happened while no Corral ran has woken nobody. */
  @Transactional
  public int wakeAll() {
    return makeDue(sql.sql("select job from corral.wait").query(String.class).list());
  }

  private int makeDue(List<String> jobs) {
    Timestamp now = Timestamp.from(clock.instant());
    return sql.sql(
            "update act_ru_job set duedate_ = least(duedate_, ?), priority_ = ? where id_ = any(?) and lock_owner_ is null")
        .params(now, WOKEN, jobs.toArray(String[]::new))
        .update();
  }

  /** All signals that somebody waits for. */
  public List<Awaited> awaited() {
    return sql.sql(
            "select signal, max(since) as since from corral.wait, unnest(signals) as signal group by signal")
        .query(
            (row, n) ->
                new Awaited(
                    new Signal(row.getString("signal")), row.getTimestamp("since").toInstant()))
        .list();
  }

  /** When the deadline around the operation's step passes, if it has one. */
  Optional<Instant> deadline(String operation) {
    return sql.sql(
            "select min(duedate_) from act_ru_job where process_instance_id_ = ? and type_ = 'timer'")
        .param(operation)
        .query((row, n) -> Optional.ofNullable(row.getTimestamp(1)).map(Timestamp::toInstant))
        .single();
  }

  static Set<String> keys(Collection<Signal> signals) {
    return signals.stream().map(Signal::key).collect(Collectors.toCollection(HashSet::new));
  }
}
