package dev.corral.base;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class LineTests {
  private static final Instant NOW = Instant.parse("2026-11-25T10:00:00Z");
  private static final long MIB = 1 << 20;
  private final List<Copy> copies = new ArrayList<>();
  private boolean compared;
  private int tried;

  private static NodeName n(int number) {
    return new NodeName("n" + number);
  }

  private void add(int node, Copy.State state, int from, long mib, long rate, Instant movedAt) {
    NodeName source = from == 0 ? null : n(from);
    copies.add(
        new Copy(
            new BaseName("gold"),
            1,
            n(node),
            state,
            0,
            "",
            null,
            source,
            mib * MIB,
            rate * MIB,
            movedAt,
            compared,
            tried == 0 ? null : n(tried)));
  }

  private void whole(int node) {
    add(node, Copy.State.READY, 0, 0, 0, null);
  }

  private void growing(int node, int from, long mib) {
    growing(node, from, mib, 25);
  }

  private void growing(int node, int from, long mib, long rate) {
    add(node, Copy.State.COPYING, from, mib, rate, NOW.minusSeconds(1));
  }

  private void waiting(int node) {
    add(node, Copy.State.COPYING, 0, 0, 0, null);
  }

  private Optional<NodeName> sourceFor(int node, Integer... silent) {
    return line(silent).sourceFor(n(node), Set.of());
  }

  private Line line(Integer... silent) {
    return new Line(
        copies, Set.copyOf(List.of(silent).stream().map(LineTests::n).toList()), NOW, 400 * MIB);
  }

  @Test
  void theFirstGetsItFromWhoeverHasTheWhole() {
    whole(1);
    waiting(2);
    assertThat(sourceFor(2)).contains(n(1));
  }

  @Test
  void theNextGetsItFromTheLastInTheLineThoughThatOneHasHardlyBegun() {
    whole(1);
    growing(2, 1, 3);
    growing(3, 2, 0);
    waiting(4);
    assertThat(sourceFor(4)).contains(n(3));
  }

  @Test
  void twoWholeCopiesBeginTwoLines() {
    whole(1);
    whole(2);
    growing(3, 1, 1);
    waiting(4);
    assertThat(sourceFor(4)).contains(n(2));
  }

  @Test
  void whoeverIsBehindTheDeadOneGoesOnFromTheOneBeforeIt() {
    whole(1);
    growing(2, 1, 100);
    growing(3, 2, 90); // has just died
    growing(4, 3, 89);
    growing(5, 4, 88);
    assertThat(line().sourceFor(n(4), Set.of(n(3)))).contains(n(2));
    assertThat(line(3).sourceFor(n(4), Set.of())).contains(n(2));
  }

  @Test
  void nobodyGetsItFromWhoIsBehindItself() {
    whole(1);
    growing(2, 1, 50);
    growing(3, 2, 50);
    growing(4, 3, 50);
    assertThat(line(1).sourceFor(n(2), Set.of())).isEmpty();
  }

  @Test
  void nobodyGetsItFromWhoHasLessUnlessThatOneHasTheWhole() {
    whole(1);
    growing(2, 1, 10);
    add(3, Copy.State.COPYING, 0, 40, 0, null);
    assertThat(sourceFor(3)).contains(n(1));
  }

  @Test
  void silentNodesAndWhoseBytesHaveStoppedGiveNothing() {
    whole(1);
    add(2, Copy.State.COPYING, 1, 10, 25, NOW.minusSeconds(30));
    waiting(3);
    assertThat(sourceFor(3)).contains(n(1));
    assertThat(sourceFor(3, 1)).isEmpty();
  }

  @Test
  void aSlowOneIsNobodysSourceAndTakesNobodysPlace() {
    whole(1);
    growing(2, 1, 250, 25);
    growing(3, 2, 20, 3);
    waiting(4);
    assertThat(line().slow(n(3))).isTrue();
    assertThat(sourceFor(4)).contains(n(2));
  }

  @Test
  void whoIsBehindASlowOneIsNotSlowItself() {
    whole(1);
    growing(2, 1, 250, 25);
    growing(3, 2, 20, 3);
    growing(4, 3, 5, 3);
    assertThat(line().slow(n(4))).isFalse();
  }

  @Test
  void aSlowOneIsKnownAlsoWhenTheOneBeforeItHasTheWhole() {
    whole(1);
    add(2, Copy.State.READY, 1, 400, 25, NOW.minusSeconds(60));
    growing(3, 2, 20, 3);
    waiting(4);
    assertThat(line().slow(n(3))).isTrue();
    assertThat(sourceFor(4)).contains(n(2));
  }

  @Test
  void howFastSomebodyGotItLongAgoSaysNothingToday() {
    whole(1);
    add(2, Copy.State.READY, 1, 400, 25, NOW.minusSeconds(3600));
    growing(3, 2, 20, 3);
    assertThat(line().slow(n(3))).isFalse();
  }

  @Test
  void howFastSomebodyMadeItOfAnOlderOneSaysNothingOfTheNetwork() {
    whole(1);
    compared = true;
    growing(2, 1, 300, 300);
    add(3, Copy.State.READY, 1, 400, 300, NOW.minusSeconds(60));
    compared = false;
    growing(4, 1, 20, 3);
    growing(5, 2, 20, 3);
    growing(6, 3, 20, 3);
    for (int node : List.of(4, 5, 6)) assertThat(line().slow(n(node))).isFalse();
  }

  @Test
  void theSecondTriesWhoHasTheWholeIfTheFirstTakesLong() {
    whole(1);
    growing(2, 1, 20, 3);
    growing(3, 2, 18, 3);
    growing(4, 3, 16, 3);
    assertThat(line().slow(n(2))).isFalse(); // it may as well be n1
    assertThat(line().triedBy(n(3))).contains(n(1));
    assertThat(line().triedBy(n(4))).isEmpty();
    assertThat(line().triedBy(n(2))).isEmpty();
    assertThat(line(1).triedBy(n(3))).isEmpty();
  }

  @Test
  void nobodyTriesTwiceNorForWhatIsSoonThereNorWhereItIsKnown() {
    add(1, Copy.State.READY, 0, 400, 3, NOW.minusSeconds(60));
    growing(2, 1, 20, 3);
    growing(3, 2, 18, 3);
    assertThat(line().triedBy(n(3))).as("n1 got it no faster itself").isEmpty();
    copies.clear();
    whole(1);
    growing(2, 1, 300, 3);
    growing(3, 2, 18, 3);
    assertThat(line().triedBy(n(3))).as("half a minute is left").isEmpty();
    copies.clear();
    whole(1);
    growing(2, 1, 20, 3);
    tried = 2;
    growing(3, 2, 18, 3);
    assertThat(line().triedBy(n(3))).as("has tried").isEmpty();
  }

  @Test
  void theFirstIsKnownToBeSlowOnceAnotherGetsMoreFromTheSameSource() {
    whole(1);
    growing(2, 1, 20, 3);
    tried = 2;
    growing(3, 1, 30, 22);
    tried = 0;
    waiting(4);
    assertThat(line().slow(n(2))).isTrue();
    assertThat(line().slow(n(3))).isFalse();
    assertThat(line().leftInVain(n(3))).isEmpty();
    assertThat(sourceFor(4)).contains(n(3));
  }

  @Test
  void whoGetsNoMoreThanTheFirstGoesBackBehindItUnlessItIsAheadByNow() {
    whole(1);
    growing(2, 1, 20, 2);
    growing(3, 1, 20, 2);
    assertThat(line().leftInVain(n(3))).as("two lines of one source").isEmpty();
    tried = 2;
    growing(4, 1, 20, 2);
    growing(5, 1, 21, 2);
    assertThat(line().leftInVain(n(4))).contains(n(2));
    assertThat(line().leftInVain(n(5))).isEmpty();
  }

  @Test
  void oneThatIsStillBeingMadeOfAnOlderOneFeedsNobody() {
    whole(1);
    compared = true;
    growing(2, 1, 300, 300);
    compared = false;
    waiting(3);
    assertThat(sourceFor(3)).contains(n(1));
  }

  @Test
  void aLineThatHasJustBegunHasNoSlowOne() {
    whole(1);
    growing(2, 1, 100, 25);
    growing(3, 2, 1, 2);
    assertThat(line().slow(n(3))).isFalse();
  }

  @Test
  void onlySoManyAreComparedWithByOneAtATime() {
    whole(1);
    growing(2, 1, 1);
    waiting(4);
    assertThat(line().wholeFor(n(4), Set.of(), 2)).contains(n(1));
    growing(3, 1, 1);
    assertThat(line().wholeFor(n(4), Set.of(), 2)).isEmpty();
  }

  @Test
  void whetherOneOfSomeIsGettingItIsKnownAndASilentOneDoesNotCount() {
    whole(1);
    growing(2, 1, 1);
    waiting(3);
    assertThat(line().getsIt(Set.of(n(1), n(3)))).isFalse();
    assertThat(line().getsIt(Set.of(n(2), n(3)))).isTrue();
    assertThat(line(2).getsIt(Set.of(n(2), n(3)))).isFalse();
  }
}
