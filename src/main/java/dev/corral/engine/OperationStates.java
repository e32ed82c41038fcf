package dev.corral.engine;

import java.sql.Timestamp;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.context.annotation.Lazy;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Begins operations, and says how far they are, what they wait for, and that they ended. */
@Repository
class OperationStates {

  private final JdbcClient sql;
  private final Waker waker;

  OperationStates(JdbcClient sql, @Lazy Waker waker) {
    this.sql = sql;
    this.waker = waker;
  }

  void insert(Operation o, String idempotencyKey, String keyContent) {
    sql.sql(
            """
            insert into corral.operation(id, kind, subject, state, started_by, reason, role, node, base, clone, parent, idempotency_key, idempotency_content, started_at)
            values (?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
        .params(
            Arrays.asList(
                o.id(),
                o.kind(),
                o.subject(),
                o.startedBy(),
                o.reason(),
                o.role() == null ? null : o.role().name(),
                o.node(),
                o.base(),
                o.cloneName(),
                o.parent(),
                idempotencyKey,
                keyContent,
                Timestamp.from(o.startedAt())))
        .update();
  }

  /** It has ended, once and for all. */
  void end(String id, Operation.State state, Instant at) {
    sql.sql(
            """
            update corral.operation set state = ?, ended_at = ?, waiting_for = null, waiting_until = null,
              percent = case when ? = 'DONE' then 100 else percent end where id = ? and ended_at is null""")
        .params(state.name(), Timestamp.from(at), state.name(), id)
        .update();
    advanceParent(id);
  }

  /**
   * Never backwards, and only while it runs. Seen at once, not only when the step's transaction
   * ends.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void advance(String id, int percent) {
    sql.sql(
            "update corral.operation set percent = ? where id = ? and percent < ? and ended_at is null")
        .params(percent, id, percent)
        .update();
    advanceParent(id);
  }

  /** What started others is as far as they are on average. */
  private void advanceParent(String id) {
    sql.sql(
            """
            update corral.operation p set percent = m.percent
            from (select parent, least(99, avg(percent)::int) as percent from corral.operation
                  where parent = (select parent from corral.operation where id = ?) group by parent) m
            where p.id = m.parent and p.percent < m.percent and p.ended_at is null""")
        .param(id)
        .update();
  }

  /**
   * An operation is at INCIDENT while it, or one that it started, has an incident. The engine
   * reports "no incident" for each job that succeeds; incidents of other jobs remain. The row is
   * locked first, so that a child that ends cannot miss an incident that another is recording.
   */
  void mark(String id, boolean incident) {
    Optional<String> parent =
        sql.sql("select coalesce(parent, '') from corral.operation where id = ? for update")
            .param(id)
            .query(String.class)
            .optional();
    if (parent.isEmpty()) return;
    boolean stands = incident || childHasIncident(id);
    int changed =
        sql.sql(
                """
                update corral.operation o set state = n.state from (
                  select id, case when ? then 'INCIDENT' when waiting_for is null then 'RUNNING' else 'WAITING' end as state
                  from corral.operation where id = ?) n
                where o.id = n.id and o.ended_at is null and o.state <> n.state""")
            .params(stands, id)
            .update();
    if (changed > 0) tell(id, parent.get().isEmpty() ? null : parent.get());
    if (!parent.get().isEmpty()) mark(parent.get(), stands);
  }

  private void tell(String id, String parent) {
    waker.send(Signal.operation(id));
    if (parent != null) waker.send(Signal.childOf(parent));
  }

  /** What its step waits for, and until when; null: for nothing any more. */
  void waits(String id, String words, Instant until) {
    sql.sql(
            """
            update corral.operation set waiting_for = ?, waiting_until = ?,
              state = case when state = 'INCIDENT' or ended_at is not null then state when ?::text is null then 'RUNNING' else 'WAITING' end
            where id = ?
              and (waiting_for is distinct from ? or waiting_until is distinct from ?::timestamptz)""")
        .params(Arrays.asList(words, timestamp(until), words, id, words, timestamp(until)))
        .update();
  }

  private static Timestamp timestamp(Instant instant) {
    return instant == null ? null : Timestamp.from(instant);
  }

  private boolean childHasIncident(String id) {
    return sql.sql(
            "select exists(select from corral.operation where parent = ? and state = 'INCIDENT')")
        .param(id)
        .query(Boolean.class)
        .single();
  }
}
