package dev.corral.fakes;

import dev.corral.node.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.TransactionStatus;
import org.springframework.transaction.UnexpectedRollbackException;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * The job executor, by hand: one job after another, in order of their due dates, on the herd's
 * clock; undisturbed, or each job killed between its effect and its commit, once or twice.
 */
@TestConfiguration(proxyBeanMethods = false)
@Import(Rounds.class)
public class ByHand {
  /** How jobs are run. */
  public enum Way {
    UNDISTURBED,
    /** Each job is killed between its effect and its commit, and then run again. */
    KILLED,
    /** The same two times in a row. */
    TWICE
  }

  /** What disturbs, and which steps it has met: as {@code move-clone/MigrateLive}. */
  public static final class Disturbance {
    private Way way = Way.UNDISTURBED;
    private final Map<Way, Set<String>> met =
        Map.of(
            Way.UNDISTURBED,
            new TreeSet<>(),
            Way.TWICE,
            new TreeSet<>(),
            Way.KILLED,
            new TreeSet<>());
    private String last;
    private String step;
    private boolean lastEnds;

    /** From now on. */
    public void become(Way other) {
      way = other;
    }

    /** The steps that were run in that way. */
    public Set<String> met(Way by) {
      return met.get(by);
    }

    private void run(JavaDelegate step, DelegateExecution execution) throws Exception {
      this.step = process(execution) + "/" + execution.getCurrentActivityId();
      last = execution.getProcessInstanceId() + " " + this.step + " ";
      lastEnds = true;
      step.execute(execution);
      lastEnds = !Boolean.FALSE.equals(execution.getVariable("finished"));
      if (way == Way.UNDISTURBED) met.get(way).add(this.step);
    }

    private void meets() {
      met.get(way).add(step);
    }

    private static String process(DelegateExecution execution) {
      return execution.getProcessDefinitionId().split(":")[0];
    }
  }

  @Bean
  static Disturbance disturbance() {
    return new Disturbance();
  }

  /** Puts the disturbance around each step. */
  @Bean
  static BeanPostProcessor disturbed(Disturbance disturbance) {
    return new BeanPostProcessor() {
      @Override
      public Object postProcessAfterInitialization(Object bean, String name) {
        if (!(bean instanceof JavaDelegate step)) return bean;
        return (JavaDelegate) execution -> disturbance.run(step, execution);
      }
    };
  }

  /** Nobody switches this machine off in the middle of a test: writes need not reach the disk. */
  @Bean
  SmartInitializingSingleton carelessDatabase(JdbcClient sql) {
    return () -> {
      sql.sql("alter system set fsync = off").update();
      sql.sql("alter system set synchronous_commit = off").update();
      sql.sql("select pg_reload_conf()").query().singleValue();
    };
  }

  @Bean
  Jobs jobs(
      ManagementService management,
      PlatformTransactionManager transactions,
      Disturbance disturbance,
      FakeHerd herd,
      Rounds rounds) {
    return new Jobs(management, transactions, disturbance, herd, rounds);
  }

  /** Runs the engine's jobs. */
  public static final class Jobs {
    private static final int MOST = 4_000;
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration ROUND = Duration.ofSeconds(5);
    private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(15);
    private Instant nextRound = Instant.EPOCH;
    private final ManagementService management;
    private final TransactionTemplate transaction;
    private final Disturbance disturbance;
    private final FakeHerd herd;
    private final Rounds rounds;
    private final Map<String, Integer> kills = new HashMap<>();

    private Jobs(
        ManagementService management,
        PlatformTransactionManager transactions,
        Disturbance disturbance,
        FakeHerd herd,
        Rounds rounds) {
      this.management = management;
      this.transaction = new TransactionTemplate(transactions);
      this.disturbance = disturbance;
      this.herd = herd;
      this.rounds = rounds;
      ClockUtil.setCurrentTime(Date.from(herd.clock().instant()));
    }

    /** Time goes by, for all; nodes are looked at every 15 seconds. */
    public void pass(Duration time) {
      Instant end = herd.clock().instant().plus(time);
      while (herd.clock().instant().isBefore(end)) {
        Duration left = Duration.between(herd.clock().instant(), end);
        herd.advance(left.compareTo(ROUND) > 0 ? ROUND : left);
        ClockUtil.setCurrentTime(Date.from(herd.clock().instant()));
        if (herd.clock().instant().isBefore(nextRound)) continue;
        nextRound = herd.clock().instant().plus(BETWEEN_ROUNDS);
        rounds.go();
      }
    }

    /** Until that is so. Fails if nothing is left to run, or after an hour of the herd's time. */
    public void until(java.util.function.BooleanSupplier done) {
      Instant end = herd.clock().instant().plus(LONGEST);
      for (int i = 0; !done.getAsBoolean(); i++) {
        if (i > MOST) throw new AssertionError("it goes round and round: " + open());
        if (herd.clock().instant().isAfter(end))
          throw new AssertionError("it takes longer than an hour: " + open());
        if (!runOne()) pass(untilNext());
      }
    }

    private List<Job> open() {
      return management.createJobQuery().withRetriesLeft().list();
    }

    /** To the next due date, but no further than one round. */
    private Duration untilNext() {
      Instant now = herd.clock().instant();
      return open().stream()
          .map(Job::getDuedate)
          .filter(java.util.Objects::nonNull)
          .map(d -> Duration.between(now, d.toInstant()).plusMillis(1))
          .filter(d -> !d.isNegative() && d.compareTo(ROUND) < 0)
          .min(Comparator.naturalOrder())
          .orElse(ROUND);
    }

    /** As the engine's own executor does: by so many threads, until it is closed. */
    public Executing executing(int threads) {
      return new Executing(management, threads);
    }

    private boolean runOne() {
      var due =
          management.createJobQuery().executable().list().stream()
              .filter(j -> j.getProcessInstanceId() != null)
              .min(Comparator.comparing(Job::getCreateTime).thenComparing(Job::getId));
      due.ifPresent(this::run);
      return due.isPresent();
    }

    /**
     * A kill rolls back what a job has done. Of each step of an operation, the first run is killed
     * and the one that ends it, once or twice: whoever killed each look at long work would have it
     * begin again and again.
     */
    private void run(Job job) {
      int times = disturbance.way.ordinal();
      boolean killed = times > 0;
      while (killed && isDue(job)) {
        try {
          killed = transaction.execute(status -> killed(job, times, status));
        } catch (UnexpectedRollbackException failedByItself) {
          return;
        }
        if (!killed) return;
      }
      if (isDue(job)) execute(job);
    }

    private boolean killed(Job job, int times, TransactionStatus status) {
      disturbance.last = null;
      execute(job);
      if (disturbance.last == null) return false;
      String run = disturbance.last + (isDue(job) ? "" : disturbance.lastEnds);
      if (kills.merge(run, 1, Integer::sum) > times) return false;
      disturbance.meets();
      status.setRollbackOnly();
      return true;
    }

    private boolean isDue(Job job) {
      return management.createJobQuery().jobId(job.getId()).executable().count() > 0;
    }

    private void execute(Job job) {
      try {
        management.executeJob(job.getId());
      } catch (RuntimeException failed) {
        // it has cost a retry; the step's row says why
      }
    }
  }
}
