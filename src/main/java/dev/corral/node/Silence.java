package dev.corral.node;

import dev.corral.shared.NodeName;
import java.time.Instant;

/**
 * A node that gives Corral no answer.
 *
 * @param since its last answer, by whatever way
 * @param recovery the operation that was started for it; null if none was
 * @param confirmedOffAt when a person said that it is off; null if nobody did
 */
public record Silence(NodeName node, Instant since, String recovery, Instant confirmedOffAt) {
  /** True if a person said that the node is off. */
  public boolean confirmedOff() {
    return confirmedOffAt != null;
  }
}
