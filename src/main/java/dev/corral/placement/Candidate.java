package dev.corral.placement;

/**
 * A node as placement sees it; amounts in bytes, with all promises subtracted.
 *
 * @param unfit why the node is not asked at all (a person's wish, its health), or null
 * @param base how the base stands there: {@code READY}, or why it cannot be cloned
 * @param generation of the base that a clone would get there, or 0
 * @param misfit why it cannot run this guest, or null
 * @param guests running there, with those promised
 * @param sleep whether it would have to be woken first
 * @param tried why this clone was given back by this node, or null
 */
public record Candidate(
    String node,
    String unfit,
    String base,
    int generation,
    String misfit,
    int guests,
    long freeMemory,
    long freeDisk,
    Sleep sleep,
    String tried) {
  /** Whether a node can be used at once. WAKING: for others, who have called it already. */
  public enum Sleep {
    AWAKE,
    WAKING,
    ASLEEP
  }

  /** One that can run the guest. */
  public Candidate(
      String node,
      String unfit,
      String base,
      int generation,
      int guests,
      long freeMemory,
      long freeDisk,
      Sleep sleep,
      String tried) {
    this(node, unfit, base, generation, null, guests, freeMemory, freeDisk, sleep, tried);
  }

  /** One that can run the guest, and is awake. */
  public Candidate(
      String node,
      String unfit,
      String base,
      int generation,
      int guests,
      long freeMemory,
      long freeDisk,
      String tried) {
    this(node, unfit, base, generation, guests, freeMemory, freeDisk, Sleep.AWAKE, tried);
  }

  /** The same for those who wake nobody. */
  public Candidate asItIs() {
    if (sleep == Sleep.AWAKE || unfit != null) return this;
    return new Candidate(
        node, "it is off", base, generation, misfit, guests, freeMemory, freeDisk, sleep, tried);
  }

  /** The node after it got one clone more. */
  public Candidate with(Demand demand) {
    return new Candidate(
        node,
        unfit,
        base,
        generation,
        misfit,
        guests + 1,
        freeMemory - demand.memory(),
        freeDisk - demand.disk(),
        sleep == Sleep.ASLEEP ? Sleep.WAKING : sleep,
        tried);
  }
}
