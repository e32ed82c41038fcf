package dev.corral.operation.herd;

import java.util.List;

/**
 * Something that a person should know of now.
 *
 * @param path of the page where more is to be seen: {@code nodes/n2}
 * @param text in English
 * @param values what the text says, for texts in other languages
 */
public record Alert(Code code, Severity severity, String path, String text, List<String> values) {
  /** What it is about. */
  public enum Code {
    NODES_VANISHED(Severity.URGENT),
    GUEST_TWICE(Severity.URGENT),
    NODE_LOST(Severity.URGENT),
    INCIDENTS(Severity.WARNING),
    NODE_DEGRADED(Severity.WARNING),
    POOL_FULL(Severity.WARNING),
    DISK_KEPT(Severity.NOTICE);

    private final Severity severity;

    Code(Severity severity) {
      this.severity = severity;
    }
  }

  /** How soon. */
  public enum Severity {
    URGENT,
    WARNING,
    NOTICE
  }

  static Alert of(Code code, String path, String text, Object... values) {
    List<String> all = java.util.Arrays.stream(values).map(String::valueOf).toList();
    return new Alert(code, code.severity, path, text.formatted(all.toArray()), all);
  }
}
