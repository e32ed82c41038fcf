package dev.corral.node;

/** What the administrator wants of a node. */
public enum Availability {
  ACTIVE,
  CORDONED,
  DRAINING,
  DRAINED
}
