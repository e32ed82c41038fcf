package dev.corral.fakes;

import dev.corral.engine.EngineByHand;
import dev.corral.engine.EngineByHand.Life;
import dev.corral.node.Rounds;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.runtime.Job;

/** Runs the engine's jobs: one after another, as they become due on the herd's clock. */
public final class EngineJobs {
  private static final int MOST = 4_000;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final Duration BETWEEN_ROUNDS = Duration.ofSeconds(15);

  /** Ids of the engine are numbers. */
  private static final Comparator<Job> OLDEST =
      Comparator.comparing(Job::getCreateTime)
          .thenComparing(j -> j.getId().length())
          .thenComparing(Job::getId);

  private final ManagementService management;
  private final FakeHerd herd;
  private final Rounds rounds;
  private final Timetable timetable;
  private final Life life;
  private Instant nextRound = Instant.EPOCH;
  private RuntimeException lastFailure;

  EngineJobs(
      ManagementService management, FakeHerd herd, Rounds rounds, Timetable timetable, Life life) {
    this.management = management;
    this.herd = herd;
    this.rounds = rounds;
    this.timetable = timetable;
    this.life = life;
    life.setClock();
  }

  /** Time goes by, for all; nodes are looked at every 15 seconds. */
  public void pass(Duration time) {
    Instant end = herd.clock().instant().plus(time);
    while (herd.clock().instant().isBefore(end)) {
      Duration left = Duration.between(herd.clock().instant(), end);
      herd.advance(left.compareTo(Timetable.EVERY) > 0 ? Timetable.EVERY : left);
      look();
    }
  }

  /** Nodes are looked at, if it is time, and done what is due from time to time. */
  public void look() {
    life.setClock();
    Instant now = herd.clock().instant();
    if (!now.isBefore(nextRound)) {
      nextRound = now.plus(BETWEEN_ROUNDS);
      rounds.go();
    }
    timetable.turn(now);
    rounds.settle();
    life.wake();
  }

  /** Until that is so. Fails if nothing is left to run, or after an hour of the herd's time. */
  public void until(BooleanSupplier done) {
    Instant end = herd.clock().instant().plus(LONGEST);
    for (int i = 0; !done.getAsBoolean(); i++) {
      if (i > MOST) throw new AssertionError("it goes round and round: " + open(), lastFailure);
      if (herd.clock().instant().isAfter(end))
        throw new AssertionError("it takes longer than an hour: " + open(), lastFailure);
      if (!runOne()) pass(untilNext());
    }
  }

  /** The engine's own clean-up is none. */
  private static boolean ofAnOperation(Job job) {
    return job.getProcessInstanceId() != null;
  }

  private List<Job> open() {
    return management.createJobQuery().withRetriesLeft().list().stream()
        .filter(EngineJobs::ofAnOperation)
        .toList();
  }

  /** Those that may run now, the oldest first. */
  public List<Job> due() {
    life.setClock();
    return management.createJobQuery().executable().list().stream()
        .filter(EngineJobs::ofAnOperation)
        .sorted(OLDEST)
        .toList();
  }

  /** To the next due date, but no further than the next look from time to time. */
  public Duration untilNext() {
    Instant now = herd.clock().instant();
    return open().stream()
        .map(Job::getDuedate)
        .filter(Objects::nonNull)
        .map(d -> Duration.between(now, d.toInstant()).plusMillis(1))
        .filter(d -> d.compareTo(Duration.ZERO) > 0 && d.compareTo(Timetable.EVERY) < 0)
        .min(Comparator.naturalOrder())
        .orElse(Timetable.EVERY);
  }

  /** As the engine's own executor does: by so many threads, until it is closed. */
  public Executing executing(int threads) {
    return new Executing(management, threads);
  }

  private boolean runOne() {
    Optional<Job> due = due().stream().findFirst();
    due.ifPresent(this::run);
    return due.isPresent();
  }

  /** Whether Corral has outlived it. What a kill breaks off is rolled back, and not counted. */
  public boolean run(Job job) {
    life.setClock();
    try {
      management.executeJob(job.getId());
    } catch (RuntimeException failed) {
      lastFailure = failed; // it has cost a retry; the step's row says why
      if (EngineByHand.killed(failed)) {
        life.begin();
        return false;
      }
    }
    life.wake();
    return true;
  }
}
