package dev.corral.sim;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.HerdTest;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;

/** A few seeds, always the same; {@code ops/chaos sim} runs as many as one likes. */
@HerdTest
class SimulatorTests {
  @Autowired Simulator simulator;

  @AfterAll
  static void theHerdIsOthersAgain(@Autowired World world) {
    world.forget();
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
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
