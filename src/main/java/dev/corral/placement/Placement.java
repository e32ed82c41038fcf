package dev.corral.placement;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * Rules first, then the score: awake before waking before asleep, fewest guests, most free memory,
 * then the name. Same input, same answer.
 */
public final class Placement {
  private static final Comparator<Candidate> BEST_FIRST =
      Comparator.comparing(Candidate::sleep)
          .thenComparingInt(Candidate::guests)
          .thenComparing(Comparator.comparingLong(Candidate::freeMemory).reversed())
          .thenComparing(Candidate::node);

  private final Map<String, Candidate> candidates = new TreeMap<>();

  /** Decides among these. */
  public Placement(List<Candidate> candidates) {
    candidates.forEach(c -> this.candidates.put(c.node(), c));
  }

  /** The next decision; it counts for those after it. */
  public Decision decide(Demand demand) {
    return decide(generation -> demand);
  }

  /** The same for a clone that needs more or less by the generation that it would get. */
  public Decision decide(IntFunction<Demand> byGeneration) {
    List<Candidate> fit = new ArrayList<>();
    List<Decision.Verdict> out = new ArrayList<>();
    for (Candidate candidate : candidates.values()) {
      String objection = objection(byGeneration.apply(candidate.generation()), candidate);
      if (objection == null) fit.add(candidate);
      else out.add(verdict(candidate, objection));
    }
    fit.sort(BEST_FIRST);
    List<Decision.Verdict> verdicts =
        new ArrayList<>(fit.stream().map(c -> verdict(c, null)).toList());
    verdicts.addAll(out);
    if (fit.isEmpty()) return new Decision(null, verdicts);
    Candidate chosen = fit.get(0);
    candidates.put(chosen.node(), chosen.with(byGeneration.apply(chosen.generation())));
    return new Decision(chosen.node(), verdicts);
  }

  static String objection(Demand demand, Candidate candidate) {
    for (Rule rule : Rule.ALL) {
      var objection = rule.objection(demand, candidate);
      if (objection.isPresent()) return objection.get();
    }
    return null;
  }

  private static Decision.Verdict verdict(Candidate c, String objection) {
    return new Decision.Verdict(
        c.node(),
        c.generation(),
        c.guests(),
        c.freeMemory(),
        c.sleep() != Candidate.Sleep.AWAKE,
        objection);
  }
}
