package dev.corral.operation.base;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.Caller;
import dev.corral.shared.NodeName;
import dev.corral.shared.Role;
import java.sql.Timestamp;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Which copy is verified next, by itself and on demand; the clock is set by hand. */
@CorralTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class VerificationsTests {
  private static final Caller EVE = new Caller("eve", Role.ADMIN);
  private static int made;
  private static final Instant NOW = Instant.now();
  @Autowired VerifyCopy verifyCopy;
  @Autowired VerifyBase verifyBase;
  @Autowired Copies copies;
  @Autowired Bases bases;
  @Autowired Nodes nodes;
  @Autowired Operations operations;
  @Autowired Processes processes;
  @Autowired TransactionTemplate transaction;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;

  /** One of each test's own: operations of earlier tests count. */
  private BaseName base;

  @BeforeEach
  void threeNodes() {
    nothing();
    for (String node : List.of("n1", "n2", "n3")) herd.node(node, 64 * GIB, 0);
    base = new BaseName("debian" + ++made);
    herd.base(base.value(), GIB);
    verified("n1", 3);
    verified("n2", 9);
    verified("n3", 8);
  }

  @AfterEach
  void nothing() {
    for (String kind : List.of(VerifyBase.KIND, VerifyCopy.KIND)) {
      for (Operation open : operations.open(kind)) processes.cancel(open.id(), "a test", null);
    }
    herd.none();
  }

  private void verified(String node, int daysAgo) {
    sql.sql("update corral.base_copy set verified_at = ? where node = ?")
        .params(Timestamp.from(NOW.minus(Duration.ofDays(daysAgo))), node)
        .update();
  }

  private void look(Duration later) {
    Clock clock = Clock.fixed(NOW.plus(later), ZoneOffset.UTC);
    new Verifications(verifyCopy, copies, nodes, operations, transaction, clock, Duration.ofDays(7))
        .verifyTheOldest();
  }

  private List<String> running() {
    return operations.open(VerifyCopy.KIND).stream().map(Operation::subject).toList();
  }

  private void end() {
    operations.open(VerifyCopy.KIND).forEach(o -> processes.cancel(o.id(), "a test", null));
  }

  @Test
  void theOldestIsVerifiedAndNoneBesideIt() {
    look(Duration.ZERO);
    look(Duration.ZERO);
    assertThat(running()).containsExactly(base + " g1 on n2");
    Operation operation = operations.open(VerifyCopy.KIND).get(0);
    assertThat(operation.startedBy()).isEqualTo("corral");
    assertThat(operation.reason()).startsWith("verified last on 2");
  }

  @Test
  void oneThatWasCancelledIsNotBegunAgainAtOnceAndTheNextIsTaken() {
    look(Duration.ZERO);
    end();
    look(Duration.ofSeconds(1));
    assertThat(running()).containsExactly(base + " g1 on n3");
    end();
    look(Duration.ofSeconds(2));
    assertThat(running()).isEmpty();
    look(Duration.ofDays(8));
    assertThat(running()).containsExactly(base + " g1 on n2");
  }

  @Test
  void noneIsBegunBeforeItsTimeAndThoseThatDoNotAnswerWait() {
    sql.sql("update corral.node set health = 'LOST' where name = 'n2'").update();
    sql.sql("update corral.node set health = 'OFF' where name = 'n3'").update();
    look(Duration.ZERO);
    assertThat(running()).isEmpty();
    look(Duration.ofDays(5));
    assertThat(running()).containsExactly(base + " g1 on n1");
  }

  @Test
  void oneThatWaitsForAPersonHoldsUpNoOther() {
    look(Duration.ZERO);
    sql.sql("update corral.operation set state = 'INCIDENT' where ended_at is null").update();
    look(Duration.ofSeconds(1));
    assertThat(running()).containsExactlyInAnyOrder(base + " g1 on n2", base + " g1 on n3");
  }

  @Test
  void manyInstancesOfCorralBeginOne() throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(6);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<?>> all =
          IntStream.range(0, 6)
              .<Future<?>>mapToObj(
                  i ->
                      threads.submit(
                          () -> {
                            go.await();
                            look(Duration.ZERO);
                            return null;
                          }))
              .toList();
      go.countDown();
      for (Future<?> f : all) f.get();
      assertThat(running()).hasSize(1);
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void whatIsFoundGoodOrBadIsKeptOnlyWhileItIsACopyToBeCloned() {
    NodeName n2 = new NodeName("n2");
    assertThat(copies.bad(base, 1, n2, "a file is missing")).isTrue();
    assertThat(bases.copy(base, 1, n2).orElseThrow())
        .returns(Copy.State.FAILED, Copy::state)
        .returns("a file is missing", Copy::detail);
    assertThat(copies.good(base, 1, n2, NOW)).isTrue();
    assertThat(bases.copy(base, 1, n2).orElseThrow().state()).isEqualTo(Copy.State.READY);
    copies.leave(base, n2);
    assertThat(copies.good(base, 1, n2, NOW)).isFalse();
    assertThat(copies.bad(base, 1, n2, "a file is missing")).isFalse();
    assertThat(bases.copy(base, 1, n2).orElseThrow().state()).isEqualTo(Copy.State.REMOVING);
  }

  @Test
  void onDemandWhatSleepsIsLeftOutUnlessItIsNamed() {
    sql.sql("update corral.node set health = 'OFF', mac = '52:54:00:00:00:01' where name = 'n3'")
        .update();
    Request dry = new Request(EVE, null, null, true);
    assertThat(verifyBase.start(dry, base, List.of(), null).plan().details())
        .containsEntry("leftAsleep", "n3")
        .satisfies(d -> assertThat((List<?>) d.get("copies")).hasSize(2));
    assertThat(verifyBase.start(dry, base, List.of(new NodeName("n3")), 1).plan().details())
        .containsEntry("leftAsleep", "");
    sql.sql("update corral.node set availability = 'DRAINED' where name = 'n3'").update();
    assertThatThrownBy(() -> verifyBase.start(dry, base, List.of(new NodeName("n3")), null))
        .extracting("code")
        .isEqualTo("NODE_ASLEEP");
  }

  @Test
  void whatIsVerifiedAlreadyIsNotVerifiedTwice() {
    look(Duration.ZERO);
    assertThatThrownBy(
            () -> verifyBase.start(Request.by(EVE), base, List.of(new NodeName("n2")), null))
        .extracting("code")
        .isEqualTo("OPERATION_RUNNING");
    verifyBase.start(Request.by(EVE), base, List.of(), null);
    assertThat(running())
        .containsExactlyInAnyOrder(base + " g1 on n1", base + " g1 on n2", base + " g1 on n3");
  }

  @Test
  void whatIsNotThereCannotBeVerified() {
    sql.sql("update corral.base_copy set state = 'COPYING' where node = 'n2'").update();
    assertThatThrownBy(
            () -> verifyBase.start(Request.by(EVE), base, List.of(new NodeName("n2")), null))
        .extracting("code")
        .isEqualTo("NO_COPY");
    assertThatThrownBy(() -> verifyBase.start(Request.by(EVE), base, List.of(), 7))
        .extracting("code")
        .isEqualTo("GENERATION_UNKNOWN");
  }
}
