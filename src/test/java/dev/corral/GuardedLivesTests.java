package dev.corral;

import static dev.corral.clone.Clone.State.PLACED;
import static dev.corral.clone.Clone.State.REMOVING;
import static dev.corral.clone.Clone.State.RUNNING;
import static dev.corral.clone.Clone.State.UNREACHABLE;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.base.Copy;
import dev.corral.clone.Clone;
import dev.corral.node.Availability;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Which state may follow which: what a clone, a copy and a node never become. */
class GuardedLivesTests {
  @ParameterizedTest
  @EnumSource
  void aCloneThatIsBeingRemovedBecomesNothingElse(Clone.State next) {
    assertThat(REMOVING.mayBecome(next)).isEqualTo(next == REMOVING);
  }

  @Test
  void aCloneThatRunsIsNotPlacedSomewhereElse() {
    assertThat(RUNNING.mayBecome(PLACED)).isFalse();
  }

  @Test
  void onlyACloneThatRanBecomesUnreachable() {
    assertThat(Stream.of(Clone.State.values()).filter(s -> s.mayBecome(UNREACHABLE)))
        .containsExactlyInAnyOrder(RUNNING, UNREACHABLE);
  }

  @Test
  void onlyACopyThatWasComparedBecomesReady() {
    assertThat(Stream.of(Copy.State.values()).filter(s -> s.mayBecome(Copy.State.READY)))
        .containsExactlyInAnyOrder(Copy.State.VERIFYING, Copy.State.READY);
  }

  @Test
  void aCopyThatIsBeingRemovedIsNotCopiedMeanwhile() {
    assertThat(Copy.State.REMOVING.mayBecome(Copy.State.COPYING)).isFalse();
    assertThat(Copy.State.FAILED.mayBecome(Copy.State.COPYING)).isTrue();
  }

  @Test
  void onlyANodeThatWasBeingDrainedIsDrained() {
    assertThat(Stream.of(Availability.values()).filter(a -> a.mayBecome(Availability.DRAINED)))
        .containsExactlyInAnyOrder(Availability.DRAINING, Availability.DRAINED);
  }
}
