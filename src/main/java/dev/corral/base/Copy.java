package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.time.Instant;

/**
 * One generation of a base on one node. What does not apply is null.
 *
 * @param from the node that it gets its bytes from just now
 * @param bytes of it that are there while it is copied
 * @param rate bytes per second that come, or came in the end; 0, {@link #BEGINS}: not known
 * @param movedAt when bytes came last
 * @param compared it is made of something like it that was there, of which only what differs is
 *     sent: its rate says nothing of the network
 * @param tried the node that it has left, to see whether another one gives more
 */
public record Copy(
    BaseName base,
    int generation,
    NodeName node,
    State state,
    int percent,
    String detail,
    Instant verifiedAt,
    NodeName from,
    long bytes,
    long rate,
    Instant movedAt,
    boolean compared,
    NodeName tried) {
  /** The rate of a copy whose first bytes have just come. */
  static final long BEGINS = -1;

  /** Where it stands; only READY can be cloned. */
  public enum State {
    ABSENT,
    COPYING,
    VERIFYING,
    READY,
    REMOVING,
    FAILED;

    /**
     * Whether a copy in this state may come to that one; a step that is run again stays in it.
     * READY is only what was verified, and what is being removed does not come back by a copy.
     */
    public boolean mayBecome(State next) {
      return this == next
          || switch (next) {
            case COPYING -> this != REMOVING;
            case VERIFYING -> this == COPYING;
            case READY -> this == VERIFYING;
            case REMOVING, FAILED, ABSENT -> true;
          };
    }
  }

  /** It is of this generation. */
  boolean of(BaseName wanted, int number) {
    return base.equals(wanted) && generation == number;
  }
}
