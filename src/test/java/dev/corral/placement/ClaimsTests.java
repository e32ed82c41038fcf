package dev.corral.placement;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.transaction.IllegalTransactionStateException;
import org.springframework.transaction.support.TransactionTemplate;

/** Reservations on a real PostgreSQL. */
@CorralTest
class ClaimsTests {
  private static final int THREADS = 64;
  private static final Demand DEMAND = new Demand(GIB, GIB);
  @Autowired Claims claims;
  @Autowired Herd herd;
  @Autowired TransactionTemplate transaction;

  @BeforeEach
  void tenNodesAndABase() {
    herd.none();
    for (int i = 0; i < 10; i++) herd.node("n" + i, 64 * GIB, 0);
    herd.base("debian", GIB);
  }

  private UUID hold(String clone, String node) {
    return transaction.execute(status -> claims.hold(clone, node, DEMAND));
  }

  /** Decides as a step does: alone, by what is free less what is claimed. Null: no node fits. */
  private String decideAndHold(String clone, long memoryOfANode) {
    return transaction.execute(
        status -> {
          claims.decideAlone();
          Map<String, List<Claims.Claim>> open = claims.open();
          List<Candidate> nodes =
              IntStream.range(0, 10)
                  .mapToObj(
                      i -> candidate("n" + i, memoryOfANode, open.getOrDefault("n" + i, List.of())))
                  .toList();
          String node = new Placement(nodes).decide(DEMAND).node();
          if (node != null) claims.hold(clone, node, DEMAND);
          return node;
        });
  }

  private static Candidate candidate(String node, long memory, List<Claims.Claim> claimed) {
    long promised = claimed.stream().mapToLong(Claims.Claim::memory).sum();
    return new Candidate(
        node, null, "READY", 1, claimed.size(), memory - promised, 999 * GIB, null);
  }

  private List<String> allAtOnce(long memoryOfANode) throws Exception {
    for (int i = 0; i < THREADS; i++) herd.clone("c" + i, "debian");
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<String>> decisions = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        String clone = "c" + i;
        decisions.add(
            threads.submit(
                () -> {
                  go.await();
                  return decideAndHold(clone, memoryOfANode);
                }));
      }
      go.countDown();
      List<String> nodes = new ArrayList<>();
      for (Future<String> decision : decisions) nodes.add(decision.get());
      return nodes;
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void manyDecisionsAtOnceSpreadAsIfMadeOneAfterAnother() throws Exception {
    assertThat(allAtOnce(64 * GIB)).doesNotContainNull();
    assertThat(claims.open()).hasSize(10);
    assertThat(claims.open().values()).allMatch(held -> held.size() == 6 || held.size() == 7);
  }

  @Test
  void manyDecisionsAtOnceNeverPromiseMoreThanANodeHas() throws Exception {
    List<String> nodes = allAtOnce(5 * GIB);
    assertThat(nodes.stream().filter(n -> n == null)).hasSize(THREADS - 50);
    assertThat(claims.open()).hasSize(10);
    assertThat(claims.open().values()).allMatch(held -> held.size() == 5);
  }

  @Test
  void whatIsHeldCounts() {
    herd.clone("web", "debian");
    UUID id = hold("web", "n1");
    assertThat(claims.open().get("n1"))
        .containsExactly(
            new Claims.Claim(id, "web", "n1", GIB, GIB, Claims.State.HELD, false, "", null));
    assertThat(claims.of("web")).isPresent();
  }

  @Test
  void whatIsUsedCountsAndKnowsSinceWhen() {
    herd.clone("web", "debian");
    UUID id = hold("web", "n1");
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    claims.used(id, at);
    claims.used(id, at.plusSeconds(60)); // it may be said twice
    assertThat(claims.open().get("n1").get(0).usedAt()).isEqualTo(at);
    assertThat(claims.open().get("n1").get(0).state()).isEqualTo(Claims.State.USED);
  }

  @Test
  void whatIsParkedStaysOnItsNodeAndCanBeHeldAgain() {
    herd.clone("web", "debian");
    UUID id = hold("web", "n1");
    claims.park(id);
    assertThat(claims.of("web").orElseThrow().state()).isEqualTo(Claims.State.PARKED);
    assertThat(claims.open()).containsKey("n1");
    assertThatThrownBy(() -> hold("web", "n2")).isInstanceOf(DuplicateKeyException.class);
    transaction.executeWithoutResult(status -> claims.holdAgain(id));
    assertThat(claims.of("web").orElseThrow().state()).isEqualTo(Claims.State.HELD);
  }

  @Test
  void whatLibvirtSaysOfAGuestIsWhatItsClaimSays() {
    herd.clone("web", "debian");
    UUID id = hold("web", "n1");
    Instant at = Instant.parse("2026-01-02T03:04:05Z");
    claims.observed("n1", List.of(), List.of(id), at);
    assertThat(claims.of("web").orElseThrow().state())
        .as("still being made")
        .isEqualTo(Claims.State.HELD);
    claims.used(id, at);
    claims.observed("n1", List.of(), List.of(id), at);
    assertThat(claims.of("web").orElseThrow().state())
        .as("looked before it ran")
        .isEqualTo(Claims.State.USED);
    claims.observed("n1", List.of(), List.of(), at.plusSeconds(1));
    assertThat(claims.of("web").orElseThrow().state())
        .as("not known there")
        .isEqualTo(Claims.State.USED);
    claims.observed("n1", List.of(), List.of(id), at.plusSeconds(1));
    assertThat(claims.of("web").orElseThrow().state()).isEqualTo(Claims.State.PARKED);
    claims.observed("n2", List.of(id), List.of(id), at.plusSeconds(2));
    assertThat(claims.of("web").orElseThrow().state())
        .as("seen elsewhere")
        .isEqualTo(Claims.State.PARKED);
    claims.observed("n1", List.of(id), List.of(id), at.plusSeconds(2));
    assertThat(claims.of("web").orElseThrow().state()).isEqualTo(Claims.State.USED);
  }

  @Test
  void whatIsGivenBackCountsNoMoreAndItsReasonIsKept() {
    herd.clone("web", "debian");
    UUID id = hold("web", "n1");
    claims.giveBack(id, "n1: disk broken");
    claims.giveBack(id, "said twice");
    assertThat(claims.open()).isEmpty();
    assertThat(claims.of("web")).isEmpty();
    assertThat(claims.givenBack("web")).isEqualTo(Map.of("n1", "n1: disk broken"));
    claims.used(id, Instant.now());
    assertThat(claims.open()).isEmpty();
  }

  @Test
  void aCloneHasOnePlaceAtATime() {
    herd.clone("web", "debian");
    UUID first = hold("web", "n1");
    assertThatThrownBy(() -> hold("web", "n2")).isInstanceOf(DuplicateKeyException.class);
    claims.used(first, Instant.now());
    assertThatThrownBy(() -> hold("web", "n2")).isInstanceOf(DuplicateKeyException.class);
    claims.giveBack(first, "moved");
    UUID second = hold("web", "n2");
    assertThat(second).isNotEqualTo(first);
    assertThat(claims.of("web").orElseThrow().node()).isEqualTo("n2");
  }

  @Test
  void withoutATransactionNothingIsDecidedOrHeld() {
    herd.clone("web", "debian");
    assertThatThrownBy(() -> claims.decideAlone())
        .isInstanceOf(IllegalTransactionStateException.class);
    assertThatThrownBy(() -> claims.hold("web", "n1", DEMAND))
        .isInstanceOf(IllegalTransactionStateException.class);
  }

  @Test
  void aDecisionThatIsRolledBackHoldsNothing() {
    herd.clone("web", "debian");
    transaction.executeWithoutResult(
        status -> {
          claims.decideAlone();
          claims.hold("web", "n1", DEMAND);
          status.setRollbackOnly();
        });
    assertThat(claims.open()).isEmpty();
  }
}
