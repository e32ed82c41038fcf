package dev.corral.clone;

import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.util.UUID;

/**
 * A guest that a drain has to deal with.
 *
 * @param operation the drain
 * @param guest libvirt's id
 * @param name libvirt's
 * @param cloneName null if it is not one of Corral's
 * @param move the operation that moves it away; null if there is none yet
 */
public record Evacuee(
    String operation,
    NodeName node,
    UUID guest,
    String name,
    CloneName cloneName,
    Mode mode,
    Outcome outcome,
    String move) {

  /** How a guest is made to leave. */
  public enum Mode {
    /** Its users are done some time, and shut it down. */
    WAIT,
    /** It is moved: live where that can be, else shut down, moved and started. */
    MIGRATE,
    /** Its power button is pressed. */
    SHUTDOWN,
    /** Its power is taken away. */
    FORCE
  }

  /** What became of it. */
  public enum Outcome {
    PENDING,
    /** It runs no more. */
    GONE,
    /** It lives on another node. */
    MOVED,
    /** A person has said that it may stay. */
    SKIPPED,
    /** It is back, or was asked to come back. */
    RETURNED
  }
}
