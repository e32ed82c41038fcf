package dev.corral.placement;

import java.util.List;
import java.util.function.IntFunction;

/**
 * How many more clones of one kind fit.
 *
 * @param now on the nodes that are awake
 * @param everyNodeAwake with those that Corral may wake
 * @param afterLosingOne with those, whichever node is lost: what the others take, less one for each
 *     guest that ran on the lost one and needs a new place
 * @param nodes what each node takes
 */
public record Capacity(int now, int everyNodeAwake, int afterLosingOne, List<Share> nodes) {
  /**
   * What one node takes.
   *
   * @param asleep whether it has to be woken first
   * @param objection why it takes none; null if it takes some
   */
  public record Share(String node, int fits, boolean asleep, String objection) {}

  /** Counts for these nodes, by what a clone needs of the generation that it would get there. */
  public static Capacity of(List<Candidate> candidates, IntFunction<Demand> byGeneration) {
    List<Share> shares =
        candidates.stream().map(c -> share(c, byGeneration.apply(c.generation()))).toList();
    int all = shares.stream().mapToInt(Share::fits).sum();
    int now = shares.stream().filter(s -> !s.asleep()).mapToInt(Share::fits).sum();
    int worst = all;
    for (int i = 0; i < shares.size(); i++) {
      worst = Math.min(worst, all - shares.get(i).fits() - candidates.get(i).guests());
    }
    return new Capacity(now, all, Math.max(0, worst), shares);
  }

  private static Share share(Candidate c, Demand demand) {
    String objection = Placement.objection(demand, c);
    long fits =
        objection != null
            ? 0
            : Math.min(
                c.freeMemory() / Math.max(1, demand.memory()),
                c.freeDisk() / Math.max(1, demand.disk()));
    return new Share(
        c.node(),
        (int) Math.min(fits, Integer.MAX_VALUE / 2),
        c.sleep() != Candidate.Sleep.AWAKE,
        objection);
  }
}
