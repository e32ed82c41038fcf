package dev.corral.fakes;

import dev.corral.node.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Date;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.impl.util.ClockUtil;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.PlatformTransactionManager;
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
    private boolean dying;

    /** From now on. */
    public void become(Way other) {
      way = other;
    }

    /** The steps that were run in that way. */
    public Set<String> met(Way by) {
      return met.get(by);
    }

    private void run(JavaDelegate step, DelegateExecution execution) throws Exception {
      String name = process(execution) + "/" + execution.getCurrentActivityId();
      step.execute(execution);
      if (dying || way == Way.UNDISTURBED) met.get(way).add(name);
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
    private final ManagementService management;
    private final TransactionTemplate transaction;
    private final Disturbance disturbance;
    private final FakeHerd herd;
    private final Rounds rounds;
    private final Set<String> killed = new HashSet<>();

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

    /** Time goes by, for all; each five seconds nodes are looked at. */
    public void pass(Duration time) {
      Instant end = herd.clock().instant().plus(time);
      while (herd.clock().instant().isBefore(end)) {
        Duration left = Duration.between(herd.clock().instant(), end);
        herd.advance(left.compareTo(ROUND) > 0 ? ROUND : left);
        ClockUtil.setCurrentTime(Date.from(herd.clock().instant()));
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

    private void run(Job job) {
      int times = disturbance.way.ordinal();
      if (times > 0 && killed.add(job.getId())) for (int i = 0; i < times; i++) kill(job);
      if (management.createJobQuery().jobId(job.getId()).executable().count() > 0) execute(job);
    }

    /** All that it does is done, and nothing of it is kept but what was committed on the way. */
    private void kill(Job job) {
      if (management.createJobQuery().jobId(job.getId()).executable().count() == 0) return;
      disturbance.dying = true;
      transaction.executeWithoutResult(
          status -> {
            status.setRollbackOnly();
            execute(job);
          });
      disturbance.dying = false;
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
