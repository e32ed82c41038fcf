package dev.corral.operation.node;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.clone.Clone;
import dev.corral.clone.Evacuee.Mode;
import dev.corral.placement.Decision;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DrainPlanTests {
  private static final Decision TO_N3 =
      new Decision("n3", List.of(new Decision.Verdict("n3", 1, 0, 1 << 30, false, null)));
  private static final Decision NOWHERE =
      new Decision(
          null, List.of(new Decision.Verdict("n3", 1, 9, 0, false, "4 MiB of memory short")));

  private static DrainPlan.Leaving ours(String name, Decision elsewhere) {
    UUID id = UUID.randomUUID();
    Clone clone =
        new Clone(
            new CloneName(name),
            new BaseName("tiny"),
            1,
            null,
            false,
            1,
            true,
            Clone.State.RUNNING,
            new NodeName("n2"),
            id,
            null,
            null);
    return new DrainPlan.Leaving(new Guest(id, name, true, 1), clone, elsewhere);
  }

  private static DrainPlan.Leaving foreign(String name) {
    return new DrainPlan.Leaving(new Guest(UUID.randomUUID(), name, true, 1), null, null);
  }

  private static DrainPlan.Entry only(DrainPlan plan) {
    assertThat(plan.guests()).hasSize(1);
    return plan.guests().get(0);
  }

  @Test
  void aCloneThatMovesIsShownWithItsNewNode() {
    var entry = only(DrainPlan.of(List.of(ours("web", TO_N3)), Mode.MIGRATE, Map.of(), false));
    assertThat(entry.to()).isEqualTo("n3");
    assertThat(entry.blocker()).isNull();
  }

  @Test
  void aCloneThatNoOtherNodeTakesStandsInTheWayAndTheReasonIsSaid() {
    var plan = DrainPlan.of(List.of(ours("web", NOWHERE)), Mode.MIGRATE, Map.of(), false);
    assertThat(only(plan).blocker()).contains("n3: 4 MiB of memory short");
    assertThat(plan.blocked()).hasSize(1);
  }

  @Test
  void whatHasALastWayStandsInNobodysWay() {
    var plan =
        DrainPlan.of(List.of(ours("web", NOWHERE), foreign("nas")), Mode.MIGRATE, Map.of(), true);
    assertThat(plan.blocked()).isEmpty();
  }

  @Test
  void aGuestThatIsNotCorralsIsNotMoved() {
    var plan = DrainPlan.of(List.of(foreign("nas")), Mode.MIGRATE, Map.of(), false);
    assertThat(only(plan).blocker()).contains("none of Corral's");
  }

  @Test
  void aSingleGuestMayBeDealtWithInAnotherWay() {
    var plan =
        DrainPlan.of(
            List.of(ours("web", TO_N3), foreign("nas")),
            Mode.MIGRATE,
            Map.of("nas", Mode.SHUTDOWN),
            false);
    assertThat(plan.blocked()).isEmpty();
    assertThat(plan.guests())
        .extracting(DrainPlan.Entry::mode)
        .containsExactly(Mode.MIGRATE, Mode.SHUTDOWN);
  }
}
