package dev.corral.ui.part;

import dev.corral.base.Copy;
import dev.corral.clone.Clone;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationStep;
import dev.corral.node.Availability;
import dev.corral.node.Finding;
import dev.corral.node.Health;

/** How a state shall look: its class in the theme. */
public enum Tone {
  GOOD,
  BUSY,
  WARN,
  BAD,
  CALM;

  /** The class name in the theme. */
  public String css() {
    return name().toLowerCase(java.util.Locale.ROOT);
  }

  /** Of a node's health. */
  public static Tone of(Health health) {
    return switch (health) {
      case UP -> GOOD;
      case DEGRADED -> WARN;
      case LOST -> BAD;
      case OFF -> CALM;
      case WAKING -> BUSY;
    };
  }

  /** Of what the administrator wants of a node. */
  public static Tone of(Availability availability) {
    return switch (availability) {
      case ACTIVE -> GOOD;
      case CORDONED -> WARN;
      case DRAINING -> BUSY;
      case DRAINED -> CALM;
    };
  }

  /** Of a preflight finding. */
  public static Tone of(Finding.Severity severity) {
    return switch (severity) {
      case OK -> GOOD;
      case WARNING -> WARN;
      case BLOCKER -> BAD;
    };
  }

  /** Of a base's copy. */
  public static Tone of(Copy.State state) {
    return switch (state) {
      case ABSENT -> CALM;
      case COPYING, VERIFYING, REMOVING -> BUSY;
      case READY -> GOOD;
      case FAILED -> BAD;
    };
  }

  /** Of a clone. */
  public static Tone of(Clone.State state) {
    return switch (state) {
      case PLACED, STARTING, REMOVING -> BUSY;
      case RUNNING -> GOOD;
      case STOPPED -> CALM;
      case UNREACHABLE -> WARN;
      case FAILED -> BAD;
    };
  }

  /** Of an operation. */
  public static Tone of(Operation.State state) {
    return switch (state) {
      case RUNNING, WAITING -> BUSY;
      case INCIDENT -> BAD;
      case DONE -> GOOD;
      case REFUSED -> WARN;
      case CANCELLED -> CALM;
    };
  }

  /** Of a step. */
  public static Tone of(OperationStep.State state) {
    return switch (state) {
      case RUNNING, WAITING -> BUSY;
      case DONE -> GOOD;
      case FAILED -> BAD;
      case REFUSED, INTERRUPTED, TIMED_OUT -> WARN;
      case CANCELLED -> CALM;
    };
  }

  /** Of how full something is, in percent. */
  public static Tone ofFullness(int percent) {
    return percent >= 95 ? BAD : percent >= 80 ? WARN : GOOD;
  }

  /** Of an outcome in the audit trail. */
  public static Tone ofOutcome(String outcome) {
    return switch (outcome) {
      case "DONE", "ENDED" -> GOOD;
      case "FAILED" -> BAD;
      case "REFUSED", "INTERRUPTED", "TIMED_OUT" -> WARN;
      case "STARTED", "RETRIED", "REQUESTED" -> BUSY;
      default -> CALM;
    };
  }
}
