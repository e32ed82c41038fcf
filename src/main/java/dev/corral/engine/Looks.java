package dev.corral.engine;

import java.time.Duration;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.impl.context.Context;
import org.springframework.stereotype.Component;

/** Lets a step look at its work, and puts its job off while the work is unfinished. */
@Component
class Looks {
  /** Looks that a step may need to find out what it waits for, before its job is put off. */
  private static final int MOST_REGISTRATIONS = 3;

  /** Small work on a host ends at once: so many looks more before the job is put off. */
  private static final int QUICK_LOOKS = 5;

  private static final Duration BETWEEN_QUICK_LOOKS = Duration.ofMillis(150);

  /** A command that has an operation's tree to itself needs about this long. */
  private static final Duration COMMAND = Duration.ofMillis(500);

  private final Attempts attempts;
  private final Waits waits;
  private final OwnTransaction own;
  private final Pause pause;

  Looks(Attempts attempts, Waits waits, OwnTransaction own, Pause pause) {
    this.pause = pause;
    this.attempts = attempts;
    this.waits = waits;
    this.own = own;
  }

  /**
   * Looks; if the work is unfinished, registers what wakes the step and looks once more, since the
   * change may have come before anybody knew whom to wake.
   */
  boolean finished(Run run, Steps.Look work) {
    int quick = run.fresh() ? QUICK_LOOKS : 0;
    int registrations = 0;
    while (true) {
      Waits.Registered before = waits.registered(run.job());
      run.looks(before.woken());
      if (own.in(() -> work.on(run))) return true;
      run.looked();
      if (!before.signals().equals(run.signals())) {
        waits.register(run.job(), run.operation(), run.step(), run.signals());
        if (++registrations > MOST_REGISTRATIONS) return false;
      } else if (quick == 0 || !run.awaitsWork()) {
        return false;
      } else {
        quick--;
        pause.pass(BETWEEN_QUICK_LOOKS);
      }
    }
  }

  /** What the step throws then. */
  NotYet putOff(DelegateExecution execution, Run run) {
    attempts.waiting(execution, run);
    return new NotYet(true, run.within(), run.woken());
  }

  /** What a step throws that a command on its operation keeps from looking. */
  NotYet notNow() {
    return new NotYet(false, COMMAND, waits.registered(job()).woken());
  }

  /** Id of the job that runs the step. */
  static String job() {
    return Context.getCommandContext().getCurrentJob().getId();
  }
}
