package dev.corral.engine;

import java.time.Instant;
import java.util.Map;

/** The newest attempt of one step of an operation. What does not apply is null. */
public record OperationStep(
    String id,
    String name,
    State state,
    int attempt,
    String node,
    Instant startedAt,
    Instant endedAt,
    String detail,
    Error error) {

  /**
   * How the attempt stands. WAITING: looked, found its work unfinished, and is woken when something
   * changes. INTERRUPTED: Corral was stopped in the middle of it. TIMED_OUT: its deadline passed.
   * CANCELLED: the operation ended before the step did.
   */
  public enum State {
    RUNNING,
    WAITING,
    DONE,
    FAILED,
    REFUSED,
    INTERRUPTED,
    TIMED_OUT,
    CANCELLED
  }

  /** Why it failed, what to do about it, and the values in these words by their names. */
  public record Error(String code, String detail, String fix, Map<String, String> parameters) {}
}
