package dev.corral.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Herd;
import dev.corral.HerdTest;
import dev.corral.fakes.Stage;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.context.annotation.Import;

/** A few seeds, always the same and new ones; {@code ops/chaos sim} runs as many as one likes. */
@HerdTest
@Import({Simulator.class, Stage.class, Herd.class})
class SimulatorTests {
  private static final int FIXED = Integer.getInteger("sim.fixed", 10);
  private static final int NEW = Integer.getInteger("sim.new", 5);
  @Autowired Simulator simulator;

  @AfterAll
  static void theHerdIsOthersAgain(@Autowired World world) {
    world.forget();
  }

  static LongStream seeds() {
    return LongStream.concat(
        LongStream.rangeClosed(1, FIXED), new Random().longs(NEW, 1_000, 1L << 31));
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void noPromiseIsBroken(long seed) {
    assertThat(new Report(simulator).of(seed)).isEmpty();
  }

  @Test
  void aSeedReplaysExactly() {
    List<Action> script = Action.of(7);
    Simulator.Result first = simulator.run(script);
    Simulator.Result second = simulator.run(script);
    assertThat(second.sum()).isEqualTo(first.sum());
    assertThat(second.broken()).isEqualTo(first.broken());
  }
}
