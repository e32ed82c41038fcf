package dev.corral.clone;

import dev.corral.placement.Decision;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.UUID;

/**
 * A guest whose disks are overlays on a base generation. What is not known yet is null.
 *
 * @param memory in bytes
 * @param start whether it shall run once it is there
 * @param home the one node that it lives on
 * @param id libvirt's
 * @param decision why it is where it is
 */
public record Clone(
    CloneName name,
    BaseName base,
    int generation,
    String owner,
    boolean isVolatile,
    long memory,
    boolean start,
    State state,
    NodeName home,
    UUID id,
    Decision decision,
    Instant createdAt) {
  /**
   * How it was last seen, or what is done with it. UNREACHABLE: its node does not answer, it may
   * well run. What is REMOVING only ever goes: no other state follows.
   */
  public enum State {
    PLACED,
    STARTING,
    RUNNING,
    STOPPED,
    UNREACHABLE,
    FAILED,
    REMOVING;

    /** Whether a clone in this state may come to that one; a step that is run again stays in it. */
    public boolean mayBecome(State next) {
      return this == next
          || switch (next) {
            case PLACED -> this != REMOVING && this != RUNNING;
            case STARTING, RUNNING, STOPPED, FAILED -> this != REMOVING;
            case UNREACHABLE -> this == RUNNING;
            case REMOVING -> true;
          };
    }
  }
}
