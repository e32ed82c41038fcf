package dev.corral.shared;

/** Who asks for something, and what that person or program may do. */
public record Caller(String name, Role role) {
  /** True if the caller's role includes the needed one. */
  public boolean may(Role needed) {
    return role.compareTo(needed) >= 0;
  }
}
