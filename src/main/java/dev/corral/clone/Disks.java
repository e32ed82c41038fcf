package dev.corral.clone;

import dev.corral.base.Generation;

/** How a clone's disks are named. */
final class Disks {
  private Disks() {}

  /** Its overlay on a volume of its base, in the base's pool; the same on every node. */
  static String file(Clone clone, Generation.Volume volume) {
    return clone.name() + "." + volume.target() + ".qcow2";
  }
}
