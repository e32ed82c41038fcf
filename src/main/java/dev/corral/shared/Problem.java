package dev.corral.shared;

/** An error made for its reader: a stable code, what happened in words, and what to do about it. */
public abstract class Problem extends RuntimeException {
  private final String code;
  private final String fix;

  /** The cause may be null. */
  protected Problem(String code, String detail, String fix, Throwable cause) {
    super(keepable(detail), cause);
    this.code = code;
    this.fix = fix;
  }

  /** A host may say anything; the database keeps no NUL. */
  private static String keepable(String words) {
    return words == null ? null : words.replace('\0', '\uFFFD');
  }

  /** Stable and in capitals, for programs: {@code HOST_KEY_CHANGED}. */
  public String code() {
    return code;
  }

  /** What failed, on which node, with the command's own words. */
  public String detail() {
    return getMessage();
  }

  /** What the reader can do about it. */
  public String fix() {
    return fix;
  }

  /** False if trying again cannot help before somebody has mended something. */
  public abstract boolean passing();
}
