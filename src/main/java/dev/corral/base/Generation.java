package dev.corral.base;

import dev.corral.shared.BaseName;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One state of a base, never changed.
 *
 * @param definition libvirt's XML of the domain it came from; null until it is ready
 * @param memory of that domain, in bytes
 * @param packs its images get smaller when they are packed on the way
 */
public record Generation(
    BaseName base,
    int number,
    State state,
    String definition,
    long memory,
    boolean packs,
    List<Volume> volumes) {
  /** Whether it can be copied and cloned. */
  public enum State {
    PREPARING,
    READY,
    FAILED
  }

  /**
   * One image of it: the manifest.
   *
   * @param target the disk it is in the guest: {@code vda}
   * @param size of the file, in bytes
   * @param virtualSize that a guest sees, in bytes
   */
  public record Volume(String target, String file, long size, long virtualSize, String sha256) {}

  /** What its volumes are, by the disk that each is in the guest. */
  Set<String> targets() {
    return volumes.stream().map(Volume::target).collect(Collectors.toSet());
  }

  /** Bytes of all its files. */
  public long size() {
    return volumes.stream().mapToLong(Volume::size).sum();
  }
}
