package dev.corral.audit;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/**
 * One row of the trail. What does not apply is null.
 *
 * @param kind of the operation, or of the command that was refused
 * @param outcome {@code REQUESTED, DONE, FAILED, REFUSED, INTERRUPTED, CANCELLED, RETRIED, …}
 * @param startedAt when the attempt began; {@code at} is when it ended
 */
public record AuditEntry(
    Instant at,
    String actor,
    String reason,
    String operation,
    String kind,
    String step,
    Integer attempt,
    String node,
    String base,
    @JsonProperty("clone") String cloneName,
    String outcome,
    String code,
    String detail,
    String fix,
    Instant startedAt) {

  /**
   * Times as the database keeps them, to the microsecond: it rounds what is finer, and the hash
   * would differ.
   */
  public AuditEntry {
    at = at.truncatedTo(ChronoUnit.MICROS);
    startedAt = startedAt == null ? null : startedAt.truncatedTo(ChronoUnit.MICROS);
  }

  /** A row about somebody's command. */
  public static AuditEntry command(
      Instant at,
      String actor,
      String reason,
      String operation,
      String kind,
      String outcome,
      String code,
      String detail) {
    return new AuditEntry(
        at, actor, reason, operation, kind, null, null, null, null, null, outcome, code, detail,
        null, null);
  }

  /** The same row, about these things. */
  public AuditEntry about(String node, String base, String cloneName) {
    return new AuditEntry(
        at, actor, reason, operation, kind, step, attempt, node, base, cloneName, outcome, code,
        detail, fix, startedAt);
  }

  /** What the row's hash covers: every field, in order. */
  String canonical(String previous) {
    StringBuilder text = new StringBuilder(previous);
    Object[] fields = {
      at.toEpochMilli(),
      actor,
      reason,
      operation,
      kind,
      step,
      attempt,
      node,
      base,
      cloneName,
      outcome,
      code,
      detail,
      fix,
      startedAt == null ? null : startedAt.toEpochMilli()
    };
    for (Object field : fields) {
      String value = String.valueOf(field);
      text.append('\n').append(field == null ? "-" : value.length()).append(':').append(value);
    }
    return text.toString();
  }
}
