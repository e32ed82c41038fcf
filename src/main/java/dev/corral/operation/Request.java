package dev.corral.operation;

import dev.corral.shared.Caller;

/**
 * Who wants something, and how.
 *
 * @param reason in the caller's words, for the audit; may be null
 * @param idempotencyKey the same key gets the same operation; may be null
 * @param dryRun answer the plan, change nothing
 */
public record Request(Caller caller, String reason, String idempotencyKey, boolean dryRun) {
  /** A plain one. */
  public static Request by(Caller caller) {
    return new Request(caller, null, null, false);
  }
}
