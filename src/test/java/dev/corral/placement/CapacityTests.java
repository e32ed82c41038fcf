package dev.corral.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.placement.Candidate.Sleep;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;

class CapacityTests {
  private static final long GIB = 1L << 30;
  private static final IntFunction<Demand> ONE = generation -> new Demand(GIB, GIB);

  private static Candidate node(String name, int guests, long memory, long disk, Sleep sleep) {
    return new Candidate(name, null, "READY", 1, guests, memory, disk, sleep, null);
  }

  @Test
  void theScarcerOfMemoryAndDiskCounts() {
    Capacity c =
        Capacity.of(
            List.of(
                node("a", 0, 5 * GIB + 1, 99 * GIB, Sleep.AWAKE),
                node("b", 0, 99 * GIB, 3 * GIB, Sleep.AWAKE)),
            ONE);
    assertThat(c.now()).isEqualTo(8);
    assertThat(c.nodes()).extracting(Capacity.Share::fits).containsExactly(5, 3);
  }

  @Test
  void nodesThatSleepCountOnceTheyAreAwake() {
    Capacity c =
        Capacity.of(
            List.of(
                node("a", 0, 2 * GIB, 9 * GIB, Sleep.AWAKE),
                node("b", 0, 4 * GIB, 9 * GIB, Sleep.ASLEEP),
                node("c", 0, 1 * GIB, 9 * GIB, Sleep.WAKING)),
            ONE);
    assertThat(c.now()).isEqualTo(2);
    assertThat(c.everyNodeAwake()).isEqualTo(7);
  }

  @Test
  void theLossThatHurtsMostCountsWithTheGuestsThatNeedANewPlace() {
    List<Candidate> nodes =
        List.of(
            node("a", 1, 6 * GIB, 9 * GIB, Sleep.AWAKE),
            node("b", 5, 4 * GIB, 9 * GIB, Sleep.AWAKE));
    // without a: 4 less 1; without b: 6 less 5
    assertThat(Capacity.of(nodes, ONE).afterLosingOne()).isEqualTo(1);
    assertThat(Capacity.of(nodes.subList(0, 1), ONE).afterLosingOne()).isZero();
    assertThat(Capacity.of(List.of(), ONE).afterLosingOne()).isZero();
  }

  @Test
  void aNodeThatIsRuledOutTakesNoneAndSaysWhy() {
    Capacity c =
        Capacity.of(
            List.of(
                new Candidate("a", "it is cordoned", "READY", 1, 0, 9 * GIB, 9 * GIB, null),
                new Candidate("b", null, "the base is not there", 0, 0, 9 * GIB, 9 * GIB, null),
                node("c", 0, GIB - 1, 9 * GIB, Sleep.AWAKE)),
            ONE);
    assertThat(c.everyNodeAwake()).isZero();
    assertThat(c.nodes())
        .extracting(Capacity.Share::objection)
        .containsExactly("it is cordoned", "the base is not there", "1 MiB of memory short");
  }
}
