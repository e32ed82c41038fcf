package dev.corral.node;

/** What was last observed of a node. */
public enum Health {
  UP,
  DEGRADED,
  LOST,
  OFF,
  WAKING
}
