package dev.corral.operation.base;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.base.Bases;
import dev.corral.base.Generations;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.Rebases;
import dev.corral.engine.Processes;
import dev.corral.operation.clone.FreeRoom;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.operation.clone.ProvisionClones.NewClones;
import dev.corral.operation.clone.RebaseClone;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.placement.Decision;
import dev.corral.shared.BaseName;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Role;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Which generation a new clone gets; nothing is made, the jobs do not run. */
@CorralTest
class GenerationsTests {
  private static final BaseName DEBIAN = new BaseName("debian");
  private static final Request EVE = Request.by(new Caller("eve", Role.ADMIN));
  @Autowired ProvisionClones provisionClones;
  @Autowired PrepareBase prepareBase;
  @Autowired RolloutBase rolloutBase;
  @Autowired RollbackBase rollbackBase;
  @Autowired RebaseClone rebaseClone;
  @Autowired Rebases rebases;
  @Autowired FreeRoom freeRoom;
  @Autowired Processes processes;
  @Autowired JdbcClient sql;
  @Autowired Bases bases;
  @Autowired Generations generations;
  @Autowired Clones clones;
  @Autowired CloneStates states;
  @Autowired Claims claims;
  @Autowired Herd herd;

  /** n1 to n3 have the first generation, n1 and n2 the second, n1 alone the third. */
  @BeforeEach
  void threeGenerations() {
    herd.none();
    for (int i = 1; i <= 3; i++) herd.node("n" + i, 64 * GIB, 0);
    herd.base("debian", GIB);
    herd.generation("debian", 2, true, "n1", "n2");
    herd.generation("debian", 3, false, "n1");
  }

  @AfterEach
  void nothing() {
    herd.none();
  }

  private Map<String, Integer> placed(int count) {
    provisionClones.start(EVE, new NewClones("debian", count, null, null, null, null, null));
    Map<String, Integer> placed = new TreeMap<>();
    for (Clone clone : clones.list(Clones.Filter.all(), 0, 100))
      placed.put(clone.home().value(), clone.generation());
    return placed;
  }

  @Test
  void onEachNodeANewCloneGetsTheNewestReleasedGenerationThatIsReadyThere() {
    assertThat(placed(3)).isEqualTo(Map.of("n1", 2, "n2", 2, "n3", 1));
    Clone old = clones.list(new Clones.Filter(null, "n3", null, null), 0, 1).get(0);
    assertThat(old.decision().words()).endsWith("it gets generation 1");
    assertThat(claims.of(old.name().value()).orElseThrow().disk()).isEqualTo(GIB);
    Clone fresh = clones.list(new Clones.Filter(null, "n1", null, null), 0, 1).get(0);
    assertThat(fresh.decision().verdicts())
        .extracting(Decision.Verdict::generation)
        .containsExactlyInAnyOrder(2, 2, 1);
    assertThat(claims.of(fresh.name().value()).orElseThrow().disk()).isEqualTo(2 * GIB);
  }

  @Test
  void whatIsReleasedLaterIsGivenFromThenOn() {
    generations.release(DEBIAN, 3);
    assertThat(bases.get(DEBIAN).current()).isEqualTo(3);
    assertThat(placed(3)).isEqualTo(Map.of("n1", 3, "n2", 2, "n3", 1));
  }

  @Test
  void whatWasRolledBackFromIsNeverGivenEvenIfALaterOneIs() {
    generations.backTo(DEBIAN, 1);
    assertThat(bases.get(DEBIAN).current()).isEqualTo(1);
    assertThat(placed(3)).isEqualTo(Map.of("n1", 1, "n2", 1, "n3", 1));
    generations.release(DEBIAN, 3);
    assertThat(generations.released(DEBIAN)).extracting("number").containsExactly(3, 1);
    assertThat(bases.get(DEBIAN).generation()).isEqualTo(3);
  }

  @Test
  void theRoomLeftCountsWithWhatEachNodeWouldGet() {
    assertThat(freeRoom.of(DEBIAN).now()).isEqualTo(3 * 63);
  }

  @Test
  void aNumberIsNeverGivenTwice() {
    int before = bases.get(DEBIAN).generation();
    int next = bases.addGeneration(DEBIAN);
    bases.failed(DEBIAN, next);
    assertThat(bases.addGeneration(DEBIAN)).isEqualTo(before + 2);
  }

  @Test
  void aPlanSaysWhetherTheNextGenerationWillBeHeldBack() {
    Request dry = new Request(EVE.caller(), null, null, true);
    Outcome plan = prepareBase.startNext(dry, DEBIAN, false);
    assertThat(plan.plan().details()).containsEntry("release", false);
  }

  private static final Request DRY = new Request(EVE.caller(), null, null, true);

  private Object waves(RolloutBase.Wish wish) {
    return rolloutBase.start(DRY, DEBIAN, wish).plan().details().get("waves").toString();
  }

  @Test
  void aRolloutBeginsWithTheCanaryAndThenTakesAllWhoHaveTheBase() {
    assertThat(waves(new RolloutBase.Wish(null, null, null))).isEqualTo("[[n1], [n2, n3]]");
    assertThat(waves(new RolloutBase.Wish(3, List.of(new NodeName("n3")), 2)))
        .isEqualTo("[[n3], [n1], [n2]]");
    assertThat(Waves.read("n1;n2,n3")).hasSize(2);
    assertThat(Waves.written(Waves.read("n1;n2,n3"))).isEqualTo("n1;n2,n3");
  }

  @Test
  void onlyANewerGenerationIsRolledOut() {
    assertThatThrownBy(
            () -> rolloutBase.start(EVE, DEBIAN, new RolloutBase.Wish(2, List.of(), null)))
        .extracting("code")
        .isEqualTo("GENERATION_NOT_NEWER");
    assertThatThrownBy(() -> rolloutBase.start(EVE, DEBIAN, new RolloutBase.Wish(3, List.of(), 0)))
        .extracting("code")
        .isEqualTo("BAD_WAVES");
  }

  @Test
  void nobodyIsRolledBackToWhatNoNodeCouldGive() {
    sql.sql("update corral.node set health = 'LOST' where name = 'n1'").update();
    assertThatThrownBy(() -> rollbackBase.start(EVE, DEBIAN, 3))
        .extracting("code")
        .isEqualTo("GENERATION_NOT_THERE");
    assertThat(rollbackBase.start(DRY, DEBIAN, 1).plan().details()).containsEntry("to", 1);
  }

  private CloneName stoppedOn(String node) {
    placed(3);
    sql.sql("update corral.operation set ended_at = now(), state = 'DONE'").update();
    sql.sql("update corral.clone set state = 'STOPPED'").update();
    return clones.list(new Clones.Filter(null, node, null, null), 0, 1).get(0).name();
  }

  private void refusedRebase(String code, CloneName name, Integer generation) {
    assertThatThrownBy(() -> rebaseClone.start(EVE, name, generation, false))
        .extracting("code")
        .isEqualTo(code);
  }

  @Test
  void aCloneIsRebasedOnlyWhileItIsOffAndOnlyOntoWhatItsHomeHas() {
    CloneName old = stoppedOn("n3");
    refusedRebase("ALREADY_THERE", old, null);
    refusedRebase("GENERATION_NOT_THERE", old, 2);
    CloneName fresh = clones.list(new Clones.Filter(null, "n1", null, null), 0, 1).get(0).name();
    states.seen(fresh, true);
    refusedRebase("CLONE_RUNS", fresh, 3);
    assertThat(rebaseClone.start(DRY, old, null, true).plan().details().get("disk").toString())
        .contains("discarded");
  }

  @Test
  void aCloneThatIsBeingRebasedNeedsBothGenerationsUntilThatEnds() {
    CloneName fresh = stoppedOn("n1");
    String operation = rebaseClone.start(EVE, fresh, 3, false).operation().id();
    assertThat(rebases.needing(DEBIAN, 3)).containsExactly(fresh.value());
    assertThat(rebases.needing(DEBIAN, 2)).contains(fresh.value());
    processes.cancel(operation, "eve", null);
    assertThat(rebases.needing(DEBIAN, 3)).isEmpty();
  }

  @Test
  void aBaseIsMadeOfACloneOnlyWhereBasesAreMadeAndWhileItIsOff() {
    CloneName elsewhere = stoppedOn("n3");
    assertThatThrownBy(() -> prepareBase.start(EVE, "nest", elsewhere.value(), null))
        .hasMessageContaining("n1")
        .extracting("code")
        .isEqualTo("CLONE_ELSEWHERE");
    CloneName here = clones.list(new Clones.Filter(null, "n1", null, null), 0, 1).get(0).name();
    assertThat(prepareBase.start(DRY, "nest", here.value(), null).plan()).isNotNull();
    states.seen(here, true);
    assertThatThrownBy(() -> prepareBase.start(EVE, "nest", here.value(), null))
        .extracting("code")
        .isEqualTo("CLONE_RUNS");
  }
}
