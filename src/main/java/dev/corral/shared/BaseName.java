package dev.corral.shared;

/** The name of a base: 1 to 40 lower case letters, digits and dashes. */
public record BaseName(String value) implements Comparable<BaseName> {
  /** Refuses (BAD_NAME) what does not match the pattern. */
  public BaseName {
    Names.checked("base", value);
  }

  @Override
  public int compareTo(BaseName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
