package dev.corral.shared;

/** What a caller may do; each role includes those before it. */
public enum Role {
  /** Reads. */
  VIEWER,
  /** Clones, wake and drain. */
  OPERATOR,
  /** Everything. */
  ADMIN
}
