package dev.corral.engine;

import java.time.Duration;

/**
 * Thrown by a step whose look found its work unfinished: rolls back the engine's transaction and
 * puts the step's job off. Not a failure, so it carries no stack trace and costs no retry.
 */
final class NotYet extends RuntimeException {
  private final boolean looked;
  private final Duration within;
  private final long woken;

  /**
   * Puts the job off.
   *
   * @param looked whether the step has looked at its work, without a failure
   * @param within time until the next look, if nothing wakes the step before
   * @param woken wake-ups counted when the look began; a later one means looking again at once
   */
  NotYet(boolean looked, Duration within, long woken) {
    super(null, null, false, false);
    this.looked = looked;
    this.within = within;
    this.woken = woken;
  }

  boolean looked() {
    return looked;
  }

  Duration within() {
    return within;
  }

  long woken() {
    return woken;
  }
}
