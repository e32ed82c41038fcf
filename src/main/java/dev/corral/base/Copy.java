package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.time.Instant;

/** One generation of a base on one node. */
public record Copy(
    BaseName base,
    int generation,
    NodeName node,
    State state,
    int percent,
    String detail,
    Instant verifiedAt) {
  /** Where it stands; only READY can be cloned. */
  public enum State {
    ABSENT,
    COPYING,
    VERIFYING,
    READY,
    REMOVING,
    FAILED
  }
}
