package dev.corral.sim;

import dev.corral.fakes.EngineJobs;
import dev.corral.operation.desk.Interventions.Mended;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Caller;
import dev.corral.shared.Problem;
import dev.corral.shared.Role;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.jdbc.core.simple.JdbcClient;

/** All is whole again: operations end, if need be when a person retries or cancels them. */
record End(
    Consumer<Runnable> alive,
    EngineJobs jobs,
    Admins admins,
    Checker checker,
    Log log,
    JdbcClient sql) {
  private static final int TURNS = 3_000;
  private static final int TIMES = 3;
  private static final Duration LONGEST = Duration.ofMinutes(40);
  private static final Duration AFTERWARDS = Duration.ofSeconds(45);
  private static final Request MENDER = Request.by(new Caller("carol", Role.ADMIN));

  /** The promises that are broken then. */
  List<String> broken() {
    alive.accept(() -> jobs.pass(AFTERWARDS));
    for (int time = 0; time < TIMES && !open().isEmpty(); time++) {
      if (!comeToRest()) return checker.atTheEnd();
      for (String incident : incidents()) retry(incident);
    }
    comeToRest();
    for (String left : incidents()) cancel(left);
    comeToRest();
    alive.accept(() -> jobs.pass(AFTERWARDS));
    if (!comeToRest()) return checker.atTheEnd();
    List<String> broken = checker.atTheEnd();
    broken.addAll(checker.unforeseen());
    return broken;
  }

  private List<String> open() {
    return ids("ended_at is null");
  }

  private List<String> incidents() {
    return ids("ended_at is null and state = 'INCIDENT'");
  }

  private List<String> ids(String which) {
    return sql.sql("select id from corral.operation where " + which + " order by length(id), id")
        .query(String.class)
        .list();
  }

  /** False if something neither ends nor waits for a person. */
  private boolean comeToRest() {
    Duration passed = Duration.ZERO;
    for (int i = 0; i < TURNS; i++) {
      List<Job> due = jobs.due();
      if (!due.isEmpty()) {
        jobs.run(due.get(0));
      } else if (ids("ended_at is null and state <> 'INCIDENT'").isEmpty()) {
        return true;
      } else {
        Duration step = jobs.untilNext();
        passed = passed.plus(step);
        if (passed.compareTo(LONGEST) > 0) return false;
        alive.accept(() -> jobs.pass(step));
      }
      if (!checker.now().isEmpty()) return false;
    }
    return false;
  }

  private void retry(String id) {
    sql.sql(
            "select step || ': ' || coalesce(code, '') || ' ' || coalesce(detail, '') || ' | ' ||"
                + " coalesce(fix, '') from corral.step_attempt where operation = ? order by"
                + " started_at desc, attempt desc limit 1")
        .param(id)
        .query(String.class)
        .optional()
        .ifPresent(why -> log.say("incident " + id + " at " + why));
    intervene(() -> admins.interventions().retry(MENDER, id, Mended.NOTHING));
  }

  private void cancel(String id) {
    log.say("carol cancels " + id);
    intervene(() -> admins.interventions().cancel(MENDER, id));
  }

  private void intervene(Runnable how) {
    try {
      alive.accept(how);
    } catch (Problem no) {
      log.say("refused: " + no.code() + " " + no.getMessage());
    }
  }
}
