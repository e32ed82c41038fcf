package dev.corral.engine;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.corral.shared.Role;
import java.time.Instant;
import java.util.List;

/**
 * One run of one process for one subject. What does not apply is null.
 *
 * @param id of the process instance
 * @param kind the process: {@code onboard-node}
 * @param percent 0 to 100
 * @param waitingFor what its step waits for, in words, while the state is WAITING
 * @param waitingUntil when the deadline of that step passes
 * @param role that starting it needed; null if it was started by another operation
 * @param steps those begun so far, in order; empty in lists
 */
public record Operation(
    String id,
    String kind,
    String subject,
    State state,
    int percent,
    String waitingFor,
    Instant waitingUntil,
    String startedBy,
    String reason,
    Role role,
    Instant startedAt,
    Instant endedAt,
    String parent,
    String node,
    String base,
    @JsonProperty("clone") String cloneName,
    List<OperationStep> steps) {

  /**
   * How it stands. WAITING: for a change that wakes it. INCIDENT: for a person, to retry or cancel.
   */
  public enum State {
    RUNNING,
    WAITING,
    INCIDENT,
    DONE,
    REFUSED,
    CANCELLED;

    /** True if nothing more will happen by itself or by a retry. */
    public boolean ended() {
      return this == DONE || this == REFUSED || this == CANCELLED;
    }
  }

  Operation with(List<OperationStep> begun) {
    return new Operation(
        id,
        kind,
        subject,
        state,
        percent,
        waitingFor,
        waitingUntil,
        startedBy,
        reason,
        role,
        startedAt,
        endedAt,
        parent,
        node,
        base,
        cloneName,
        begun);
  }
}
