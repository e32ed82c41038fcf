package dev.corral.shared;

/** The name of a clone: 1 to 40 lower case letters, digits and dashes. */
public record CloneName(String value) implements Comparable<CloneName> {
  /** Refuses (BAD_NAME) what does not match the pattern. */
  public CloneName {
    Names.checked("clone", value);
  }

  @Override
  public int compareTo(CloneName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
