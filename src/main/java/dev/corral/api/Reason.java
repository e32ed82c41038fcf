package dev.corral.api;

/** Why something is asked for; for the audit. */
record Reason(String reason) {
  static String of(Reason body) {
    return body == null ? null : body.reason();
  }
}
