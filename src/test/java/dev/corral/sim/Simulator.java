package dev.corral.sim;

import dev.corral.engine.EngineByHand;
import dev.corral.engine.EngineByHand.Life;
import dev.corral.fakes.Disturbance;
import dev.corral.fakes.EngineJobs;
import dev.corral.shared.Problem;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.Supplier;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.context.annotation.Import;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Runs a list of actions, and tells which promises it has found broken. */
@TestComponent
@Import({World.class, Admins.class})
public class Simulator {
  private static final Duration LONGEST_PASS = Duration.ofSeconds(40);
  private final World world;
  private final EngineJobs jobs;
  private final Life life;
  private final Disturbance disturbance;
  private final Admins admins;
  private final JdbcClient sql;

  Simulator(
      World world,
      EngineJobs jobs,
      Life life,
      Disturbance disturbance,
      Admins admins,
      JdbcClient sql) {
    this.world = world;
    this.jobs = jobs;
    this.life = life;
    this.disturbance = disturbance;
    this.admins = admins;
    this.sql = sql;
  }

  /**
   * What one run has found.
   *
   * @param broken the first promises that were seen broken; empty if none was
   * @param story what has happened, in words
   * @param sum equal for runs that asked hosts for the same in the same order
   */
  record Result(List<String> broken, List<String> story, String sum) {
    /** Which promise it is. */
    String promise() {
      return broken.isEmpty() ? "" : broken.get(0).split(":")[0];
    }
  }

  /** One run under way. */
  private final class Run {
    private final Log log = new Log(world.herd());
    private final Fate fate = new Fate(life, log);
    private final Breaks breaks = new Breaks(world.herd(), fate, log);
    private final Checker checker = new Checker(world.herd(), sql);

    private Result go(List<Action> script) {
      world.herd().interfere(fate);
      disturbance.between(fate::between);
      alive(jobs::look);
      for (Action action : script) {
        happens(action);
        work(action);
        List<String> broken = checker.now();
        if (!broken.isEmpty()) return result(broken);
      }
      fate.relent();
      breaks.mendAll();
      return result(new End(this::alive, jobs, admins, checker, log, sql).broken());
    }

    private Result result(List<String> broken) {
      world.herd().interfere(new dev.corral.fakes.Interference() {});
      disturbance.between(step -> {});
      return new Result(broken, log.lines(), log.sum());
    }

    private void happens(Action action) {
      if (breaks.happens(action)) return;
      try {
        String[] asked = {null};
        boolean done =
            alive(
                () -> {
                  asked[0] = admins.ask(action);
                  return null;
                });
        if (!done) log.say(action.kind() + ": nobody answers");
        else if (asked[0] != null) log.say(action.kind() + " " + asked[0]);
      } catch (Problem no) {
        log.say(action.kind() + " is refused: " + no.code());
      }
      life.wake();
    }

    private void work(Action action) {
      Random order = new Random(action.order());
      int turns = action.turns() + (action.kind() == Action.Kind.WAIT ? action.a() % 40 : 0);
      Duration passed = Duration.ZERO;
      for (int i = 0; i < turns; i++) {
        List<Job> due = jobs.due();
        if (!due.isEmpty()) {
          Job job = due.get(order.nextInt(due.size()));
          if (!jobs.run(job)) died();
        } else if (passed.compareTo(LONGEST_PASS) < 0 || action.kind() == Action.Kind.WAIT) {
          Duration step = jobs.untilNext();
          passed = passed.plus(step);
          alive(() -> jobs.pass(step));
        } else {
          return;
        }
      }
    }

    private boolean alive(Runnable work) {
      return alive(
          () -> {
            work.run();
            return null;
          });
    }

    /** Does it, as long as Corral lives. */
    private boolean alive(Supplier<?> work) {
      try {
        work.get();
        return true;
      } catch (Error | RuntimeException end) {
        if (!EngineByHand.killed(end)) throw end;
        life.begin();
        died();
        return false;
      }
    }

    private void died() {
      world
          .herd()
          .alone(
              () -> {
                world.herd().migrations().corralDied();
                return null;
              });
    }
  }

  /** Does all that, from the beginning. */
  Result run(List<Action> script) {
    world.begin();
    life.begin();
    Run run = new Run();
    try {
      return run.go(script);
    } catch (AssertionError | RuntimeException defect) {
      List<String> words = new ArrayList<>();
      words.add("unforeseen: " + defect);
      for (StackTraceElement at : defect.getStackTrace())
        if (at.getClassName().startsWith("dev.corral") && words.size() < 12) words.add("at " + at);
      return run.result(words);
    }
  }

  /** Runs so many seeds from that one on, and says what they find. True if it is nothing. */
  public boolean runs(int number, long first) {
    long began = System.nanoTime();
    int failed = 0;
    for (long seed = first; seed < first + number; seed++) {
      String found = new Report(this).of(seed);
      if (found.isEmpty()) continue;
      failed++;
      System.out.println(found);
    }
    double seconds = (System.nanoTime() - began) / 1e9;
    System.out.printf(
        "%d runs, %d with broken promises, %.1f seeds a second%n",
        number, failed, number / seconds);
    return failed == 0;
  }
}
