package dev.corral.sim;

import dev.corral.sim.Defects.Defect;
import dev.corral.sim.Defects.Planted;
import java.util.Optional;
import org.springframework.boot.test.context.TestComponent;

/** Plants defects, and looks for a seed that finds each. */
@TestComponent
public class Hunt {
  private final Simulator simulator;
  private final Planted planted;

  Hunt(Simulator simulator, Planted planted) {
    this.simulator = simulator;
    this.planted = planted;
  }

  /**
   * What has found it.
   *
   * @param seed the first that breaks a promise with it
   * @param broken which promise
   */
  record Find(long seed, String broken) {}

  /** Each of them, with that many seeds at most. True if all are found. */
  public boolean all(int most) {
    int missed = 0;
    for (Defect defect : Defect.values()) {
      Optional<Find> find = of(defect, 1, most);
      if (find.isEmpty()) missed++;
      System.out.println(
          find.map(f -> defect + ": seed " + f.seed() + ", " + f.broken())
              .orElse(
                  "%s: NOT found by %d seeds, which came by it %d times"
                      .formatted(defect, most, planted.times())));
    }
    System.out.printf("%d defects, %d not found%n", Defect.values().length, missed);
    return missed == 0;
  }

  /** Of that defect, from the first seed on. */
  Optional<Find> of(Defect defect, long first, int most) {
    planted.plant(defect);
    try {
      for (long seed = first; seed < first + most; seed++) {
        Simulator.Result result = simulator.run(Action.of(seed));
        if (!result.broken().isEmpty() && planted.times() > 0)
          return Optional.of(new Find(seed, result.broken().get(0)));
      }
      return Optional.empty();
    } finally {
      planted.pull();
    }
  }
}
