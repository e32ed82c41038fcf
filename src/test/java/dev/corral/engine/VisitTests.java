package dev.corral.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.engine.Drawing.Flow;
import dev.corral.engine.Drawing.Point;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which way an operation went, by when it was where. */
class VisitTests {
  private static final Instant T = Instant.parse("2026-01-01T00:00:00Z");

  /** Two ways from Asked to Last: straight, and over Between. */
  private static final List<Flow> FLOWS =
      List.of(
          flow("Asked", "Last"),
          flow("Asked", "Between"),
          flow("Between", "Last"),
          flow("Last", "Asked"));

  private static Flow flow(String from, String to) {
    return new Flow(from + "-" + to, "", from, to, List.of(new Point(0, 0), new Point(1, 0)), null);
  }

  private static Visit visit(String shape, int from, int to) {
    return new Visit(shape, T.plusMillis(from), to < 0 ? null : T.plusMillis(to), false, null);
  }

  @Test
  void theStraightWayIsNotTakenByWhoWentRound() {
    assertThat(
            Visit.path(
                FLOWS, List.of(visit("Asked", 0, 0), visit("Between", 0, 5), visit("Last", 5, 6))))
        .containsExactlyInAnyOrder("Asked-Between", "Between-Last");
  }

  @Test
  void withinOneMillisecondTheTurnDecides() {
    assertThat(
            Visit.path(
                FLOWS, List.of(visit("Asked", 0, 0), visit("Between", 0, 0), visit("Last", 0, 0))))
        .containsExactlyInAnyOrder("Asked-Between", "Between-Last");
  }

  @Test
  void whoComesAgainMayHaveTakenBothWays() {
    assertThat(
            Visit.path(
                FLOWS,
                List.of(
                    visit("Asked", 0, 1),
                    visit("Between", 1, 2),
                    visit("Last", 2, 3),
                    visit("Asked", 3, 4),
                    visit("Last", 4, -1))))
        .containsExactlyInAnyOrder("Asked-Between", "Between-Last", "Last-Asked", "Asked-Last");
  }

  @Test
  void noWayLeadsOnFromWhereItStillIs() {
    assertThat(Visit.path(FLOWS, List.of(visit("Asked", 0, -1), visit("Last", 1, 2)))).isEmpty();
  }
}
