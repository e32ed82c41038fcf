package dev.corral.placement;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.placement.Candidate.Sleep;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IntSummaryStatistics;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PlacementTests {
  private static final long MIB = 1L << 20;
  private static final long GIB = 1L << 30;
  private static final Demand SMALL = new Demand(GIB, GIB);

  private static Candidate node(String name, int guests, long freeMemory) {
    return new Candidate(name, null, "READY", 1, guests, freeMemory, 1_000 * GIB, null);
  }

  private static Decision decide(Demand demand, Candidate... nodes) {
    return new Placement(List.of(nodes)).decide(demand);
  }

  private static String objection(Demand demand, Candidate node) {
    return decide(demand, node).verdicts().get(0).objection();
  }

  @Test
  void takesTheNodeWithTheFewestGuests() {
    assertThat(decide(SMALL, node("a", 3, 90 * GIB), node("b", 2, 8 * GIB)).node()).isEqualTo("b");
  }

  @Test
  void ofEquallyManyGuestsTakesTheOneWithMoreMemory() {
    assertThat(decide(SMALL, node("a", 2, 8 * GIB), node("b", 2, 9 * GIB)).node()).isEqualTo("b");
  }

  @Test
  void ofEqualNodesTakesTheFirstByName() {
    assertThat(decide(SMALL, node("b", 2, 8 * GIB), node("a", 2, 8 * GIB)).node()).isEqualTo("a");
  }

  @Test
  void saysWhyItChoseAndInWhichOrderTheOthersFollow() {
    Decision decision =
        decide(SMALL, node("c", 4, 8 * GIB), node("a", 1, 3 * GIB), node("b", 1, 2 * GIB));
    assertThat(decision.words())
        .isEqualTo("a has the fewest guests (1) and 3072 MiB free; it gets generation 1");
    assertThat(decision.verdicts())
        .extracting(Decision.Verdict::node)
        .containsExactly("a", "b", "c");
    assertThat(decision.verdicts()).extracting(Decision.Verdict::objection).containsOnlyNulls();
  }

  @Test
  void givesEachRulesReasonInItsOwnWords() {
    long much = 9 * GIB;
    assertThat(
            objection(SMALL, new Candidate("a", "it is cordoned", "READY", 1, 0, much, much, null)))
        .isEqualTo("it is cordoned");
    assertThat(
            objection(
                SMALL,
                new Candidate(
                    "a", null, "the base's copy there is verifying", 1, 0, much, much, null)))
        .isEqualTo("the base's copy there is verifying");
    assertThat(objection(SMALL, new Candidate("a", null, "READY", 1, 0, much, much, "disk full")))
        .isEqualTo("it failed there before: disk full");
    assertThat(
            objection(SMALL, new Candidate("a", null, "READY", 1, 0, GIB - 300 * MIB, much, null)))
        .isEqualTo("300 MiB of memory short");
    assertThat(objection(SMALL, new Candidate("a", null, "READY", 1, 0, much, GIB - 1, null)))
        .isEqualTo("1 MiB of disk short");
  }

  @Test
  void aRulesReasonComesBeforeThatOfTheRulesAfterIt() {
    assertThat(
            objection(
                SMALL,
                new Candidate(
                    "a", "it is lost: no answer", "the base is not there", 0, 9, 0, 0, "x")))
        .isEqualTo("it is lost: no answer");
    assertThat(objection(SMALL, new Candidate("a", null, "the base is not there", 0, 9, 0, 0, "x")))
        .isEqualTo("the base is not there");
    assertThat(objection(SMALL, new Candidate("a", null, "READY", 1, 9, 0, 0, "x")))
        .isEqualTo("it failed there before: x");
    assertThat(objection(SMALL, new Candidate("a", null, "READY", 1, 9, 0, 0, null)))
        .isEqualTo("1024 MiB of memory short");
  }

  @Test
  void takesTheLastByteAndNotOneMore() {
    assertThat(
            decide(new Demand(GIB, GIB), new Candidate("a", null, "READY", 1, 0, GIB, GIB, null))
                .node())
        .isEqualTo("a");
    assertThat(
            decide(
                    new Demand(GIB + 1, GIB),
                    new Candidate("a", null, "READY", 1, 0, GIB, GIB, null))
                .node())
        .isNull();
    assertThat(
            decide(
                    new Demand(GIB, GIB + 1),
                    new Candidate("a", null, "READY", 1, 0, GIB, GIB, null))
                .node())
        .isNull();
  }

  @Test
  void namesEveryNodesReasonWhenNoneFits() {
    Decision decision =
        decide(
            SMALL,
            new Candidate("b", "it is draining", "READY", 1, 0, GIB, GIB, null),
            new Candidate("a", null, "READY", 1, 0, 0, 9 * GIB, null));
    assertThat(decision.node()).isNull();
    assertThat(decision.words())
        .isEqualTo("no node fits: a: 1024 MiB of memory short; b: it is draining");
  }

  @Test
  void withoutAnyNodeThereIsNoPlace() {
    assertThat(decide(SMALL).node()).isNull();
    assertThat(decide(SMALL).verdicts()).isEmpty();
  }

  @Test
  void countsItsOwnDecisionsForThoseAfterThem() {
    Placement placement = new Placement(List.of(node("a", 0, 3 * GIB + 1), node("b", 0, 3 * GIB)));
    assertThat(IntStream.range(0, 6).mapToObj(i -> placement.decide(SMALL).node()))
        .containsExactly("a", "b", "a", "b", "a", "b");
    assertThat(placement.decide(SMALL).node()).isNull();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 10, 64, 1_000})
  void manyDecisionsInARowSpreadEvenly(int clones) {
    List<Candidate> nodes =
        IntStream.range(0, 10).mapToObj(i -> node("n" + i, 0, (2_000 + i) * GIB)).toList();
    Placement placement = new Placement(nodes);
    Map<String, Integer> perNode = new HashMap<>();
    nodes.forEach(n -> perNode.put(n.node(), 0));
    for (int i = 0; i < clones; i++) perNode.merge(placement.decide(SMALL).node(), 1, Integer::sum);
    IntSummaryStatistics load =
        perNode.values().stream().mapToInt(Integer::intValue).summaryStatistics();
    assertThat(load.getSum()).isEqualTo(clones);
    assertThat(load.getMax() - load.getMin()).isLessThanOrEqualTo(1);
  }

  @Test
  void unevenNodesBecomeEven() {
    Placement placement =
        new Placement(
            List.of(node("a", 5, 99 * GIB), node("b", 0, 99 * GIB), node("c", 2, 99 * GIB)));
    List<String> chosen = Stream.generate(() -> placement.decide(SMALL).node()).limit(8).toList();
    assertThat(chosen).startsWith("b", "b", "c").doesNotContain("a");
    assertThat(Collections.frequency(chosen, "b")).isEqualTo(5);
    assertThat(Collections.frequency(chosen, "c")).isEqualTo(3);
  }

  @Test
  void theOrderOfTheNodesDoesNotMatter() {
    Random random = new Random(7);
    List<Candidate> nodes = new ArrayList<>();
    for (int i = 0; i < 12; i++)
      nodes.add(
          new Candidate(
              "n" + i,
              i == 3 ? "it is cordoned" : null,
              i == 5 ? "the base is not there" : "READY",
              1,
              random.nextInt(3),
              (1 + random.nextInt(3)) * GIB,
              9 * GIB,
              null));
    List<Decision> expected = decisions(nodes);
    for (int shuffle = 0; shuffle < 50; shuffle++) {
      Collections.shuffle(nodes, random);
      assertThat(decisions(nodes)).isEqualTo(expected);
    }
  }

  private static List<Decision> decisions(List<Candidate> nodes) {
    Placement placement = new Placement(nodes);
    return Stream.generate(() -> placement.decide(SMALL)).limit(20).toList();
  }

  /** Each of these went wrong elsewhere: a count read as text, a sum as key, a shortcut. */
  @ParameterizedTest(name = "{0}")
  @CsvSource({
    "ten guests are not none,                            10,   8, 0,  64, second",
    "eleven are not one,                                 11,  64, 2,   8, second",
    "a hundred are more than ninety-nine,               100,  64, 99,  8, second",
    "101 are more than two,                             101,  64, 2,   8, second",
    "one guest on a small node does not beat an empty big one, 1, 2, 0, 64, second",
    "the same node seen first is still the same,          0,  64, 1,   2, first",
    "equal count and equal memory keep both,              2,   8, 2,   8, first",
    "a big node with one more guest waits its turn,       3, 512, 2,   4, second",
  })
  void oddCases(String why, int guestsA, long memoryA, int guestsB, long memoryB, String expected) {
    Candidate first = node("first", guestsA, memoryA * GIB);
    Candidate second = node("second", guestsB, memoryB * GIB);
    for (Decision decision : List.of(decide(SMALL, first, second), decide(SMALL, second, first))) {
      assertThat(decision.node()).isEqualTo(expected);
      assertThat(decision.verdicts()).hasSize(2);
    }
  }

  @Test
  void equalNodesAllGetTheirTurn() {
    Placement placement =
        new Placement(List.of(node("a", 0, 9 * GIB), node("b", 0, 9 * GIB), node("c", 0, 9 * GIB)));
    assertThat(Stream.generate(() -> placement.decide(SMALL).node()).limit(9))
        .containsExactly("a", "b", "c", "a", "b", "c", "a", "b", "c");
  }

  private static Candidate asleep(String name, int guests, long freeMemory, Sleep sleep) {
    return new Candidate(name, null, "READY", 1, guests, freeMemory, 1_000 * GIB, sleep, null);
  }

  @Test
  void whatIsAwakeComesBeforeWhatSleeps() {
    Decision decision =
        decide(
            SMALL,
            asleep("a", 0, 99 * GIB, Sleep.ASLEEP),
            asleep("b", 0, 99 * GIB, Sleep.WAKING),
            node("c", 50, GIB));
    assertThat(decision.node()).isEqualTo("c");
    assertThat(decision.words()).doesNotContain("woken");
    assertThat(decision.verdicts())
        .extracting(Decision.Verdict::node)
        .containsExactly("c", "b", "a");
  }

  @Test
  void oneThatSleepsIsWokenWhenNoOtherHasRoomAndTheWordsSayIt() {
    Decision decision = decide(SMALL, asleep("a", 0, 3 * GIB, Sleep.ASLEEP), node("b", 0, GIB / 4));
    assertThat(decision.node()).isEqualTo("a");
    assertThat(decision.words()).startsWith("a is off and will be woken");
    assertThat(decision.verdicts().get(0).asleep()).isTrue();
  }

  @Test
  void noMoreNodesAreWokenThanAreNeeded() {
    Placement placement =
        new Placement(
            List.of(
                node("a", 0, GIB),
                asleep("b", 0, 4 * GIB, Sleep.ASLEEP),
                asleep("c", 0, 9 * GIB, Sleep.ASLEEP)));
    List<String> chosen = Stream.generate(() -> placement.decide(SMALL).node()).limit(10).toList();
    assertThat(chosen.get(0)).isEqualTo("a");
    assertThat(chosen).doesNotContain("b");
  }

  @Test
  void whatACloneNeedsFollowsTheGenerationThatItWouldGetOnANode() {
    Candidate old = new Candidate("a", null, "READY", 1, 0, 9 * GIB, 2 * GIB, null);
    Candidate fresh = new Candidate("b", null, "READY", 2, 0, 9 * GIB, 2 * GIB, null);
    Decision decision =
        new Placement(List.of(old, fresh))
            .decide(generation -> new Demand(GIB, generation == 2 ? 3 * GIB : GIB));
    assertThat(decision.node()).isEqualTo("a");
    assertThat(decision.generation()).isEqualTo(1);
    assertThat(decision.verdicts().get(1).objection()).isEqualTo("1024 MiB of disk short");
    assertThat(decision.verdicts().get(1).generation()).isEqualTo(2);
  }
}
