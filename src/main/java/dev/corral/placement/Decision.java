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
   * @param generation of the base that a clone gets there; 0 if it is not known
   * @param guests running and promised there
   * @param freeMemory in bytes
   * @param asleep whether it had to be woken first
   * @param objection why it was ruled out; null if it fits
   */
  public record Verdict(
      String node, int generation, int guests, long freeMemory, boolean asleep, String objection) {}

  /** The generation of the base that the clone gets; 0 if it is not known. */
  public int generation() {
    return node == null ? 0 : verdicts.get(0).generation();
  }

  /** In one line, as a person reads it. */
  public String words() {
    if (node == null) {
      return "no node fits: "
          + String.join("; ", verdicts.stream().map(v -> v.node() + ": " + v.objection()).toList());
    }
    Verdict best = verdicts.get(0);
    String gets = best.generation() == 0 ? "" : "; it gets generation " + best.generation();
    if (best.asleep()) {
      return "%s is off and will be woken: none that is awake has room; %d guests and %d MiB free there%s"
          .formatted(node, best.guests(), best.freeMemory() >> 20, gets);
    }
    return "%s has the fewest guests (%d) and %d MiB free%s"
        .formatted(node, best.guests(), best.freeMemory() >> 20, gets);
  }
}
