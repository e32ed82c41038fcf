package dev.corral.clone;

import java.time.Instant;

/**
 * A file in a pool that is nobody's: of no copy, no clone, no leftover and no guest.
 *
 * @param folder of the pool
 * @param name in that folder; {@code .corral/…} in its hidden folder
 * @param size its length in bytes
 * @param allocated the bytes that it takes on the disk
 * @param backing the file that it is an overlay on, or null
 * @param why what it looks like, in words
 */
public record UnknownFile(
    String pool,
    String folder,
    String name,
    Kind kind,
    long size,
    long allocated,
    Instant modified,
    String backing,
    String why) {
  /** What it looks like. */
  public enum Kind {
    /** A clone's disk without its clone. */
    ORPHAN_OVERLAY,
    /** Of a base, but of none that is here. */
    ORPHAN_IMAGE,
    /** Of a transfer that is not under way. */
    ORPHAN_PART,
    /** Somebody's; Corral has not made it. */
    UNKNOWN
  }

  /** Its path on the node. */
  public String path() {
    return folder + "/" + name;
  }

  /** Whether Corral has made it, by all that can be seen. */
  public boolean orphan() {
    return kind != Kind.UNKNOWN;
  }
}
