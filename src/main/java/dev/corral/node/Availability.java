package dev.corral.node;

/** What the administrator wants of a node. */
public enum Availability {
  ACTIVE,
  CORDONED,
  DRAINING,
  DRAINED;

  /** Whether a node of this availability may come to that one; drained is what was drained. */
  public boolean mayBecome(Availability next) {
    return this == next
        || switch (next) {
          case ACTIVE, CORDONED, DRAINING -> true;
          case DRAINED -> this == DRAINING;
        };
  }
}
