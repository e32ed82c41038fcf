package dev.corral.clone;

import dev.corral.shared.NodeName;
import dev.corral.storage.Origin;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * What is ours on a node and has become nobody's: a guest that lives elsewhere now, and its files.
 *
 * @param guest libvirt's id
 * @param cloneName whose it was
 * @param files in the pool
 * @param why it is left
 * @param operation that left it: what it has begun on that node ends with it; null if not known
 * @param origin what the clone was made of; null if not known
 * @param superseded whether the clone lived elsewhere when it was left, or had never been in use
 */
public record Leftover(
    NodeName node,
    UUID guest,
    String cloneName,
    String pool,
    List<String> files,
    String why,
    Instant since,
    String operation,
    Origin origin,
    boolean superseded) {
  /** The same, of which nobody would want the disk back. */
  Leftover asSuperseded() {
    return new Leftover(node, guest, cloneName, pool, files, why, since, operation, origin, true);
  }
}
