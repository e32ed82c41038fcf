package dev.corral.operation.desk;

import dev.corral.shared.Caller;
import dev.corral.shared.Refused;

/**
 * Who wants something, and how.
 *
 * @param reason in the caller's words, for the audit; may be null
 * @param idempotencyKey the same key gets the same operation; may be null
 * @param dryRun answer the plan, change nothing
 */
public record Request(Caller caller, String reason, IdempotencyKey idempotencyKey, boolean dryRun) {
  private static final int LONGEST_REASON = 1_000;
  private static final int LONGEST_KEY = 200;

  /** Refuses what neither the audit nor the engine could keep. */
  public Request {
    checked("REASON", reason, LONGEST_REASON);
    if (idempotencyKey != null) checked("IDEMPOTENCY_KEY", idempotencyKey.value(), LONGEST_KEY);
  }

  private static void checked(String what, String value, int longest) {
    if (value == null || (value.length() <= longest && value.indexOf('\0') < 0)) return;
    throw Refused.invalid(
        "BAD_" + what,
        "a text of " + value.length() + " characters, or with a NUL in it, is not kept",
        "give at most " + longest + " characters");
  }

  /** The same request for this reason. */
  public Request because(String why) {
    return new Request(caller, why, idempotencyKey, dryRun);
  }

  /** A plain one. */
  public static Request by(Caller caller) {
    return new Request(caller, null, null, false);
  }
}
