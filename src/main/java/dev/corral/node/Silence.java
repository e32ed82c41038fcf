package dev.corral.node;

import dev.corral.shared.NodeName;
import java.time.Instant;

/**
 * A node that gives Corral no answer.
 *
 * @param since its last answer, by whatever way
 * @param recovery the operation that was started for it; null if none was
 * @param confirmedOffAt when a person said that it is off; null if nobody did
 * @param amongManyAt when it was last one of too many to act upon; null if it never was
 */
public record Silence(
    NodeName node, Instant since, String recovery, Instant confirmedOffAt, Instant amongManyAt) {
  /** One that was never among many. */
  public Silence(NodeName node, Instant since, String recovery, Instant confirmedOffAt) {
    this(node, since, recovery, confirmedOffAt, null);
  }

  /** True if a person said that the node is off. */
  public boolean confirmedOff() {
    return confirmedOffAt != null;
  }
}
