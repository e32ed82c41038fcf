package dev.corral.engine;

import java.time.Instant;

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

  /** How the attempt stands. INTERRUPTED: Corral was stopped in the middle of it. */
  public enum State {
    RUNNING,
    DONE,
    FAILED,
    REFUSED,
    INTERRUPTED
  }

  /** Why it failed, and what to do about it. */
  public record Error(String code, String detail, String fix) {}
}
