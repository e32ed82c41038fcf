package dev.corral.shared;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * An error made for its reader: its category and a stable code for programs, what happened in
 * words, what to do about it, and the values in the words, from which they are written in another
 * language.
 */
public abstract class Problem extends RuntimeException {
  private final Category category;
  private final String code;
  private final String fix;
  private final Map<String, String> parameters = new LinkedHashMap<>();

  /** The cause may be null. */
  protected Problem(Category category, String code, String detail, String fix, Throwable cause) {
    super(keepable(detail), cause);
    this.category = category;
    this.code = code;
    this.fix = fix;
  }

  /** A host may say anything; the database keeps no NUL. */
  private static String keepable(String words) {
    return words == null ? null : words.replace('\0', '\uFFFD');
  }

  /** Names a value that the words contain; for those who throw it. */
  protected final void put(String name, Object value) {
    parameters.put(name, keepable(String.valueOf(value)));
  }

  /** Which kind of problem it is. */
  public final Category category() {
    return category;
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

  /** The values in the words by their names, for example {@code clone} and {@code node}. */
  public final Map<String, String> parameters() {
    return Collections.unmodifiableMap(parameters);
  }

  /** False if trying again cannot help before somebody has mended something. */
  public final boolean passing() {
    return category.passing();
  }
}
