package dev.corral.storage;

import dev.corral.shared.Pool;
import java.util.List;

/**
 * Files that leave their place.
 *
 * @param files in the pool; those that are not there are passed over
 * @param superseded see {@link AsideItem}
 * @param origin see {@link AsideItem}
 */
public record Leaving(
    Owner owner, Pool pool, List<String> files, String why, boolean superseded, Origin origin) {
  /** The same for every try of one operation on one node. */
  String id() {
    return "%s-%s-%s-%s"
        .formatted(
            owner.cloneName(),
            owner.node().node(),
            owner.guest().toString().substring(0, 8),
            owner.operation() == null ? "0" : owner.operation());
  }
}
