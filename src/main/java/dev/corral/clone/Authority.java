package dev.corral.clone;

import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.UUID;

/**
 * Which node's bytes of a clone's disks count.
 *
 * @param guest libvirt's id
 * @param node whose bytes count; while HANDED_OVER, whose bytes counted last
 * @param epoch grows with each hand-over
 * @param other the other side of a hand-over; null if there is none, or the node itself when a new
 *     clone is started for the first time
 * @param operation that hands it over; null if none
 * @param paused whether the guest was paused when it was handed over
 * @param stamp tells whether disks were written to since: PREPARING, those at home, since they were
 *     read; HANDED_OVER, those on the other side, since they arrived. Null if the guest runs
 */
public record Authority(
    UUID guest,
    CloneName name,
    NodeName node,
    long epoch,
    Phase phase,
    NodeName other,
    String operation,
    boolean paused,
    String stamp,
    Instant since) {
  /** How far a hand-over is; each is kept before its effect. */
  public enum Phase {
    /** What lies on the other side is only a copy. */
    PREPARING,
    /** Either side may have the newest bytes: both are kept. */
    HANDED_OVER,
    /** The node has them, and nobody else. */
    CONFIRMED
  }

  /** True while nobody can say which side has the newest bytes. */
  public boolean open() {
    return phase == Phase.HANDED_OVER;
  }
}
