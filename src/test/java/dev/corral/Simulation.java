package dev.corral;

import dev.corral.fakes.ByHand;
import dev.corral.fakes.Stage;
import dev.corral.sim.Hunt;
import dev.corral.sim.Simulator;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * As many seeds of the simulator as one likes: {@code ops/chaos sim} starts it, with their number
 * and the first of them.
 */
public final class Simulation {
  private Simulation() {}

  /**
   * {@code sim RUNS SEED} or {@code defects RUNS}. Exit status 0 if no promise was broken, or each
   * planted defect found; else 1.
   */
  public static void main(String[] args) {
    boolean well;
    int runs = Integer.parseInt(args[1]);
    try (ConfigurableApplicationContext corral = start()) {
      well =
          args[0].equals("sim")
              ? corral.getBean(Simulator.class).runs(runs, Long.parseLong(args[2]))
              : corral.getBean(Hunt.class).all(runs);
    }
    System.exit(well ? 0 : 1);
  }

  static ConfigurableApplicationContext start() {
    return new SpringApplicationBuilder(
            Application.class,
            TestUsers.class,
            ByHand.class,
            Herd.class,
            Stage.class,
            Simulator.class,
            Hunt.class)
        .initializers(new HerdFolder())
        .properties("server.port=0")
        .run(HerdTest.SETTINGS);
  }
}
