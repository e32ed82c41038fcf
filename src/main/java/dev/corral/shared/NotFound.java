package dev.corral.shared;

import java.util.Locale;

/** Something was named that does not exist. */
public class NotFound extends Refused {
  /** For example {@code new NotFound("node", "n7")}. */
  public NotFound(String what, String name) {
    super(
        Category.NOT_FOUND,
        what.toUpperCase(Locale.ROOT) + "_UNKNOWN",
        "there is no " + what + " '" + name + "'",
        "look at the list of " + what + "s for the names that exist");
    put("name", name);
  }
}
