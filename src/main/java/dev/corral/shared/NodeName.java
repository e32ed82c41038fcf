package dev.corral.shared;

/** The name of a node: 1 to 40 lower case letters, digits and dashes. */
public record NodeName(String value) implements Comparable<NodeName> {
  /** Refuses (BAD_NAME) what does not match the pattern. */
  public NodeName {
    Names.checked("node", value);
  }

  @Override
  public int compareTo(NodeName other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
