package dev.corral.ui.operation;

import dev.corral.engine.Operation;
import dev.corral.ui.part.Words;
import java.util.Locale;

/** Operations in words. */
public final class Kinds {
  private Kinds() {}

  /** {@code Onboard node n1}; {@code Make clones of debian}, where the words have it so. */
  public static String title(Operation o) {
    String key = "title." + o.kind();
    String words = Words.of(key, o.subject());
    return words.equals(key) ? of(o.kind()) + " " + o.subject() : words;
  }

  /** The word for an outcome in the audit trail. */
  public static String outcome(String outcome) {
    String key = "state." + outcome;
    String words = Words.of(key);
    return words.equals(key) ? outcome : words;
  }

  /** {@code Ask to shut down}, of a step whose id is {@code AskToShutDown}. */
  public static String step(String id) {
    String words = id.replaceAll("(?<=[a-z0-9])(?=[A-Z])", " ").toLowerCase(Locale.ROOT);
    return words.isEmpty() ? words : Words.step(id, id.charAt(0) + words.substring(1));
  }

  /** {@code Onboard node}. */
  public static String of(String kind) {
    String key = "kind." + kind;
    String words = Words.of(key);
    return words.equals(key) ? kind : words;
  }
}
