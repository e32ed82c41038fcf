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
    Instant movedAt) {
  /** The rate of a copy whose first bytes have just come. */
  static final long BEGINS = -1;

  /** Where it stands; only READY can be cloned. */
  public enum State {
    ABSENT,
    COPYING,
    VERIFYING,
    READY,
    REMOVING,
    FAILED
  }

  /** It is of this generation. */
  boolean of(BaseName wanted, int number) {
    return base.equals(wanted) && generation == number;
  }
}
