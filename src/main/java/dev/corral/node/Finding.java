package dev.corral.node;

/** One answer of the preflight: which check, how bad, what was seen, what to do. */
public record Finding(String id, Severity severity, String evidence, String fix) {
  /** A BLOCKER keeps the node out; a WARNING is shown. */
  public enum Severity {
    OK,
    WARNING,
    BLOCKER
  }

  static Finding ok(String id, String evidence) {
    return new Finding(id, Severity.OK, evidence, "");
  }
}
