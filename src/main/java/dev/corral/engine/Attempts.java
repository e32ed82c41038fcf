package dev.corral.engine;

import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.shared.Problem;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** Keeps the attempts of steps, and writes each that ends into the audit trail. */
@Component
class Attempts {
  private final JdbcClient sql;
  private final AuditTrail audit;
  private final Clock clock;
  private final OperationStates states;
  private final Waits waits;

  Attempts(JdbcClient sql, AuditTrail audit, Clock clock, OperationStates states, Waits waits) {
    this.states = states;
    this.waits = waits;
    this.sql = sql;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * The attempt's number.
   *
   * @param fresh whether it begins now or goes on
   * @param retried whether the attempt before it failed
   * @param notes what its looks so far have left to the next
   */
  record Attempt(
      int number, boolean fresh, boolean retried, Instant startedAt, Map<String, String> notes) {}

  private record Open(
      int attempt,
      Instant startedAt,
      String state,
      String node,
      String detail,
      Map<String, String> notes) {
    boolean open() {
      return state.equals("RUNNING") || state.equals("WAITING");
    }
  }

  /**
   * The number of the attempt that begins now, kept at once. One found open was interrupted by a
   * kill, unless the step goes on over several looks: then it goes on, and its first look is fresh
   * until one has come to its end.
   */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public Attempt begin(DelegateExecution execution, boolean goesOn, String node) {
    String operation = execution.getProcessInstanceId();
    String step = execution.getCurrentActivityId();
    Optional<Open> last = last(operation, step);
    boolean open = last.filter(Open::open).isPresent();
    boolean retried = failedBefore(operation, step);
    if (open && goesOn) {
      boolean looked = last.get().state().equals("WAITING");
      return new Attempt(
          last.get().attempt(),
          !looked,
          !looked && retried,
          last.get().startedAt(),
          last.get().notes());
    }
    Instant now = clock.instant();
    close(execution, "TIMED_OUT", "its deadline passed");
    if (open) {
      sql.sql(
              "update corral.step_attempt set state = 'INTERRUPTED', ended_at = ? where operation ="
                  + " ? and step = ? and attempt = ?")
          .params(Timestamp.from(now), operation, step, last.get().attempt())
          .update();
      audit.add(
          entry(
              execution,
              last.get(),
              last.get().node(),
              "INTERRUPTED",
              null,
              "Corral stopped in the middle of this attempt; the step is run again",
              null));
    }
    int attempt = last.map(Open::attempt).orElse(0) + 1;
    sql.sql(
            "insert into corral.step_attempt(operation, step, attempt, name, state, node,"
                + " started_at) values (?, ?, ?, ?, 'RUNNING', ?, ?)")
        .params(
            Arrays.asList(
                operation,
                step,
                attempt,
                execution.getCurrentActivityName(),
                node,
                Timestamp.from(now)))
        .update();
    return new Attempt(attempt, true, retried, now, Map.of());
  }

  /** Whether the last attempt that came to an end failed: one that a kill broke off has none. */
  private boolean failedBefore(String operation, String step) {
    return sql.sql(
            """
            select state in ('FAILED', 'REFUSED') from corral.step_attempt
            where operation = ? and step = ? and state not in ('RUNNING', 'WAITING', 'INTERRUPTED')
            order by attempt desc limit 1\
            """)
        .params(operation, step)
        .query(Boolean.class)
        .optional()
        .orElse(false);
  }

  /**
   * Another step of the operation is open: what ended it is the deadline around it, since an
   * operation is at one step at a time.
   */
  private void close(DelegateExecution execution, String outcome, String why) {
    List<String> open =
        sql.sql(
                "select step from corral.step_attempt where operation = ? and step <> ? and state"
                    + " in ('RUNNING', 'WAITING')")
            .params(execution.getProcessInstanceId(), execution.getCurrentActivityId())
            .query(String.class)
            .list();
    for (String step : open) {
      Open ended = last(execution.getProcessInstanceId(), step).orElseThrow();
      sql.sql(
              "update corral.step_attempt set state = ?, ended_at = ? where operation = ? and step"
                  + " = ? and attempt = ?")
          .params(
              outcome,
              Timestamp.from(clock.instant()),
              execution.getProcessInstanceId(),
              step,
              ended.attempt())
          .update();
      audit.add(
          entry(
              execution,
              step,
              ended,
              ended.node(),
              outcome,
              null,
              ended.detail().isEmpty() ? why : why + "; at the last look: " + ended.detail(),
              null));
    }
    if (!open.isEmpty()) waitsNoLonger(execution.getProcessInstanceId());
  }

  /**
   * In the transaction under way; from here on the operation's row is locked, so nothing may
   * advance it in another one.
   */
  void waitsNoLonger(String operation) {
    waits.end(operation);
    states.waits(operation, null, null);
  }

  /** Whatever step was open is closed with the operation, in its transaction. */
  void operationEnded(String operation, boolean cancelled) {
    sql.sql(
            "update corral.step_attempt set state = ?, ended_at = ? where operation = ? and state"
                + " in ('RUNNING', 'WAITING')")
        .params(cancelled ? "CANCELLED" : "TIMED_OUT", Timestamp.from(clock.instant()), operation)
        .update();
    waits.end(operation);
  }

  /** Its look found that it is not finished: says so, if that is not said already. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void waiting(DelegateExecution execution, Run run) {
    String operation = execution.getProcessInstanceId();
    Open now = current(execution);
    boolean said =
        now.state().equals("WAITING")
            && now.detail().equals(run.detail())
            && Objects.equals(now.node(), run.node())
            && now.notes().equals(run.notes());
    if (!said)
      sql.sql(
              "update corral.step_attempt set state = 'WAITING', detail = ?, node = ?, notes ="
                  + " ?::jsonb where operation = ? and step = ? and attempt = ?")
          .params(
              Arrays.asList(
                  run.detail(),
                  run.node(),
                  Notes.written(run.notes()),
                  operation,
                  execution.getCurrentActivityId(),
                  run.attempt()))
          .update();
    String words = run.detail().isEmpty() ? execution.getCurrentActivityName() : run.detail();
    states.waits(operation, words, waits.deadline(operation).orElse(null));
  }

  /** In the step's own transaction: it is done if, and only if, the engine's progress is kept. */
  @Transactional
  public void done(DelegateExecution execution, Run run) {
    finish(execution, run, "DONE", run.detail(), null);
    audit.add(entry(execution, current(execution), run.node(), "DONE", null, run.detail(), null));
  }

  /** The engine's transaction rolls back after a failure; this row stays. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void failed(DelegateExecution execution, Run run, String outcome, Problem problem) {
    Open current = current(execution);
    finish(execution, run, outcome, problem.detail(), problem);
    waitsNoLonger(run.operation());
    audit.add(
        entry(
            execution,
            current,
            run.node(),
            outcome,
            problem.code(),
            problem.detail(),
            problem.fix()));
  }

  /** How many different steps of an operation have been done. */
  int stepsDone(String operation) {
    return sql.sql(
            "select count(distinct step) from corral.step_attempt where operation = ? and state ="
                + " 'DONE'")
        .param(operation)
        .query(Integer.class)
        .single();
  }

  /** How often this step has failed on that node in this operation. */
  int failuresOn(String operation, String step, String node) {
    return sql.sql(
            "select count(*) from corral.step_attempt where operation = ? and step = ? and node = ?"
                + " and state = 'FAILED'")
        .params(operation, step, node)
        .query(Integer.class)
        .single();
  }

  /** The problem is null if it went well. */
  private void finish(DelegateExecution e, Run run, String state, String detail, Problem problem) {
    sql.sql(
            """
            update corral.step_attempt
            set state = ?, ended_at = ?, node = ?, detail = ?, code = ?, fix = ?, parameters = ?::jsonb
            where operation = ? and step = ? and attempt = ?\
            """)
        .params(
            Arrays.asList(
                state,
                Timestamp.from(clock.instant()),
                run.node(),
                detail,
                problem == null ? null : problem.code(),
                problem == null ? null : problem.fix(),
                Notes.written(problem == null ? Map.of() : problem.parameters()),
                e.getProcessInstanceId(),
                e.getCurrentActivityId(),
                run.attempt()))
        .update();
  }

  private Open current(DelegateExecution execution) {
    return last(execution.getProcessInstanceId(), execution.getCurrentActivityId()).orElseThrow();
  }

  private Optional<Open> last(String operation, String step) {
    return sql.sql(
            "select * from corral.step_attempt where operation = ? and step = ? order by attempt"
                + " desc limit 1")
        .params(operation, step)
        .query(
            (row, n) ->
                new Open(
                    row.getInt("attempt"),
                    row.getTimestamp("started_at").toInstant(),
                    row.getString("state"),
                    row.getString("node"),
                    row.getString("detail"),
                    Notes.read(row.getString("notes"))))
        .optional();
  }

  private AuditEntry entry(
      DelegateExecution e,
      Open attempt,
      String node,
      String outcome,
      String code,
      String detail,
      String fix) {
    return entry(e, e.getCurrentActivityId(), attempt, node, outcome, code, detail, fix);
  }

  private AuditEntry entry(
      DelegateExecution e,
      String step,
      Open attempt,
      String node,
      String outcome,
      String code,
      String detail,
      String fix) {
    return new AuditEntry(
        clock.instant(),
        (String) e.getVariable("actor"),
        (String) e.getVariable("reason"),
        e.getProcessInstanceId(),
        ProcessKeys.of(e),
        step,
        attempt.attempt(),
        node,
        (String) e.getVariable("base"),
        (String) e.getVariable("clone"),
        outcome,
        code,
        detail,
        fix,
        attempt.startedAt());
  }
}
