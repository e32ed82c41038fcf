package dev.corral.placement;

import java.util.List;

/**
 * Where a clone goes, and why not elsewhere.
 *
 * @param node the chosen one, or null if none fits
 * @param verdicts of every node: the fitting ones first, best first
 */
public record Decision(String node, List<Verdict> verdicts) {
  /**
   * What was found about one node at that moment.
   *
   * @param guests running and promised there
   * @param freeMemory in bytes
   * @param asleep whether it had to be woken first
   * @param objection why it was ruled out; null if it fits
   */
  public record Verdict(
      String node, int guests, long freeMemory, boolean asleep, String objection) {
    /** Of one that is awake. */
    public Verdict(String node, int guests, long freeMemory, String objection) {
      this(node, guests, freeMemory, false, objection);
    }
  }

  /** In one line, as a person reads it. */
  public String words() {
    if (node == null) {
      return "no node fits: "
          + String.join("; ", verdicts.stream().map(v -> v.node() + ": " + v.objection()).toList());
    }
    Verdict best = verdicts.get(0);
    if (best.asleep()) {
      return "%s is off and will be woken: none that is awake has room; %d guests and %d MiB free there"
          .formatted(node, best.guests(), best.freeMemory() >> 20);
    }
    return "%s has the fewest guests (%d) and %d MiB free"
        .formatted(node, best.guests(), best.freeMemory() >> 20);
  }
}
