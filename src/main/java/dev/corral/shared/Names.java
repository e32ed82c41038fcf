package dev.corral.shared;

import java.util.regex.Pattern;

/** The one pattern that every name of ours matches: safe in a path, a command and an XML text. */
final class Names {
  private static final Pattern STRICT = Pattern.compile("[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?");

  private Names() {}

  static String checked(String what, String value) {
    if (value == null || !STRICT.matcher(value).matches()) {
      throw Refused.invalid(
              "BAD_NAME",
              "%s name %s is not allowed"
                  .formatted(what, value == null ? "(none)" : "'" + cut(value) + "'"),
              "use 1 to 40 lower case letters, digits and dashes; no dash at either end")
          .with("name", value == null ? "" : cut(value));
    }
    return value;
  }

  private static String cut(String value) {
    return value.length() <= 60 ? value : value.substring(0, 60) + "…";
  }
}
