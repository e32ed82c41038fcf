package dev.corral.placement;

/**
 * A node as placement sees it; amounts in bytes, with all promises subtracted.
 *
 * @param unfit why the node is not asked at all (a person's wish, its health), or null
 * @param base how the base stands there: {@code READY}, or why it cannot be cloned
 * @param guests running there, with those promised
 * @param tried why this clone was given back by this node, or null
 */
public record Candidate(
    String node,
    String unfit,
    String base,
    int guests,
    long freeMemory,
    long freeDisk,
    String tried) {
  /** The node after it got one clone more. */
  public Candidate with(Demand demand) {
    return new Candidate(
        node,
        unfit,
        base,
        guests + 1,
        freeMemory - demand.memory(),
        freeDisk - demand.disk(),
        tried);
  }
}
