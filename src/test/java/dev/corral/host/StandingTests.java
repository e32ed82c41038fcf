package dev.corral.host;

import static dev.corral.host.LiveMigration.State.ARRIVED;
import static dev.corral.host.LiveMigration.State.AT_SOURCE;
import static dev.corral.host.LiveMigration.State.OFF;
import static dev.corral.host.LiveMigration.State.PAUSED;
import static dev.corral.host.LiveMigration.State.UNDER_WAY;
import static dev.corral.host.LiveMigration.State.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.host.LiveMigration.State;
import dev.corral.host.Standing.Side;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class StandingTests {
  private static final boolean HANDED_OVER = true;

  @ParameterizedTest
  @EnumSource(names = {"RUNS", "PAUSED", "OFF"})
  void whatTheSourceHasLetGoHasArrivedWhateverItDoesThere(Side target) {
    assertThat(Standing.of(Side.NONE, target, HANDED_OVER)).isEqualTo(ARRIVED);
  }

  @Test
  void whatTheSourceHasLetGoHasArrivedAlsoIfTheTargetIsSilentSince() {
    assertThat(Standing.of(Side.NONE, Side.SILENT, HANDED_OVER)).isEqualTo(ARRIVED);
    assertThat(Standing.of(Side.NONE, Side.SILENT, false)).isEqualTo(OFF);
  }

  @Test
  void aGuestLeftPausedAtHomeIsThereIfTheTargetHasNothing() {
    assertThat(Standing.of(Side.PAUSED, Side.NONE, HANDED_OVER)).isEqualTo(PAUSED);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAUSED", "OFF"})
  void whatDoesNotRunAtHomeIsNobodysUntilTheSilentTargetSpeaks(Side source) {
    assertThat(Standing.of(source, Side.SILENT, HANDED_OVER)).isEqualTo(UNKNOWN);
  }

  @ParameterizedTest
  @EnumSource(names = {"PAUSED", "OFF"})
  void whatTheTargetKeepsItHadLast(Side source) {
    assertThat(Standing.of(source, Side.OFF, HANDED_OVER)).isEqualTo(ARRIVED);
    assertThat(Standing.of(source, Side.OFF, false)).isNotEqualTo(ARRIVED);
  }

  @ParameterizedTest
  @CsvSource({"RUNS,NONE", "RUNS,OFF", "RUNS,SILENT"})
  void whatRunsAtHomeIsAtHome(Side source, Side target) {
    assertThat(Standing.of(source, target, HANDED_OVER)).isEqualTo(AT_SOURCE);
  }

  @Test
  void whatIsReceivedOrSentIsUnderWay() {
    assertThat(Standing.of(Side.BUSY, Side.RECEIVING, HANDED_OVER)).isEqualTo(UNDER_WAY);
    assertThat(Standing.of(Side.PAUSED, Side.RECEIVING, HANDED_OVER)).isEqualTo(UNDER_WAY);
  }

  /** Else a clean-up of the other side could take away what runs, or what ran last. */
  @Test
  void noSideThatMayHaveTheNewestBytesIsEverGivenUp() {
    Set<State> home = EnumSet.of(AT_SOURCE, PAUSED, OFF);
    for (Side source : Side.values()) {
      for (Side target : EnumSet.of(Side.RUNS, Side.PAUSED)) {
        if (Standing.twice(source, target)) continue;
        assertThat(home)
            .as(source + " " + target)
            .doesNotContain(Standing.of(source, target, HANDED_OVER));
      }
    }
    for (Side target : Side.values()) {
      for (Side source : EnumSet.of(Side.RUNS, Side.BUSY))
        assertThat(Standing.of(source, target, HANDED_OVER))
            .as(source + " " + target)
            .isNotEqualTo(ARRIVED);
    }
  }
}
