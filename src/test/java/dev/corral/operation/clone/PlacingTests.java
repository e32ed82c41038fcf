package dev.corral.operation.clone;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.operation.clone.ProvisionClones.NewClones;
import dev.corral.operation.desk.IdempotencyKey;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.shared.Caller;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.CannotCreateTransactionException;

/** Requests for clones, by the way that REST and UI take; nothing is made, the jobs do not run. */
@CorralTest
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class PlacingTests {
  private static final int THREADS = 64;
  private static final Caller EVE = new Caller("eve", Role.OPERATOR);
  private static final AtomicInteger NAMES = new AtomicInteger();
  @Autowired ProvisionClones provisionClones;
  @Autowired Clones clones;
  @Autowired Claims claims;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;

  /** Of the 1 GB reserve, and of what so many clones of 1 GiB need. */
  private void tenNodesFor(int clonesEach) {
    herd.none();
    for (int i = 0; i < 10; i++) herd.node("n" + i, (clonesEach + 1) * GIB, 0);
    herd.base("debian", GIB);
  }

  @BeforeEach
  @AfterEach
  void nothing() {
    herd.none();
  }

  private static NewClones wanted(int count, String name) {
    return new NewClones("debian", count, name, null, null, null, null);
  }

  private static String fresh() {
    return "placed-" + NAMES.incrementAndGet();
  }

  private Map<String, Long> load() {
    return claims.open().values().stream()
        .flatMap(List::stream)
        .collect(Collectors.groupingBy(Claims.Claim::node, TreeMap::new, Collectors.counting()));
  }

  private List<Object> atOnce(IntFunction<Object> work) throws Exception {
    ExecutorService threads = Executors.newFixedThreadPool(THREADS);
    CountDownLatch go = new CountDownLatch(1);
    try {
      List<Future<Object>> futures = new ArrayList<>();
      for (int i = 0; i < THREADS; i++) {
        int n = i;
        futures.add(
            threads.submit(
                () -> {
                  go.await();
                  return answer(work, n);
                }));
      }
      go.countDown();
      List<Object> answers = new ArrayList<>();
      for (Future<Object> future : futures) answers.add(future.get());
      return answers;
    } finally {
      threads.shutdownNow();
    }
  }

  /** Who gets no connection in time asks again, as a client that is answered 503 does. */
  private static Object answer(IntFunction<Object> work, int n) {
    while (true) {
      try {
        return work.apply(n);
      } catch (Refused refused) {
        return refused.code();
      } catch (CannotCreateTransactionException busy) {
        // its turn comes
      }
    }
  }

  @Test
  void manyRequestsAtOnceSpreadAndNoneIsPromisedWhatIsNotThere() throws Exception {
    tenNodesFor(6);
    String prefix = fresh();
    List<Object> answers =
        atOnce(
            i ->
                provisionClones
                    .start(Request.by(EVE), wanted(1, prefix + "-" + i))
                    .operation()
                    .state());
    assertThat(answers.stream().filter("NO_ROOM"::equals)).hasSize(4);
    assertThat(load()).hasSize(10).allSatisfy((node, held) -> assertThat(held).isEqualTo(6));
    assertThat(clones.count(Clones.Filter.all())).as("a refused clone is not there").isEqualTo(60);
  }

  @Test
  void oneRequestForManySpreadsAsWell() {
    tenNodesFor(6);
    provisionClones.start(Request.by(EVE), wanted(25, fresh()));
    assertThat(load()).hasSize(10).allSatisfy((node, held) -> assertThat(held).isBetween(2L, 3L));
  }

  @Test
  void whatDoesNotFitAsAWholeIsRefusedAsAWhole() {
    tenNodesFor(2);
    assertThatThrownBy(() -> provisionClones.start(Request.by(EVE), wanted(21, fresh())))
        .hasMessageContaining("20 of 21 clones have a place")
        .extracting("code")
        .isEqualTo("NO_ROOM");
    assertThat(claims.open()).isEmpty();
    assertThat(clones.count(Clones.Filter.all())).isZero();
  }

  @Test
  void aDryRunSaysWhereAndKeepsNothing() {
    tenNodesFor(6);
    Outcome outcome =
        provisionClones.start(new Request(EVE, null, null, true), wanted(20, fresh()));
    assertThat(outcome.operation()).isNull();
    assertThat((List<?>) outcome.plan().details().get("placements")).hasSize(20);
    assertThat(claims.open()).isEmpty();
    assertThat(clones.count(Clones.Filter.all())).isZero();
  }

  @Test
  void theSameKeyIsTheSameOperationAlsoWhenAskedManyTimesAtOnce() throws Exception {
    tenNodesFor(6);
    IdempotencyKey key = new IdempotencyKey(fresh(), "two of them");
    String prefix = fresh();
    List<Object> ids =
        atOnce(
            i ->
                provisionClones
                    .start(new Request(EVE, null, key, false), wanted(2, prefix))
                    .operation()
                    .id());
    assertThat(ids.stream().distinct()).hasSize(1);
    assertThat(clones.count(Clones.Filter.all())).isEqualTo(2);
    assertThatThrownBy(
            () ->
                provisionClones.start(
                    new Request(EVE, null, new IdempotencyKey(key.value(), "two others"), false),
                    wanted(2, fresh())))
        .extracting("code")
        .isEqualTo("IDEMPOTENCY_KEY_REUSED");
  }

  @Test
  void guestsOfOthersCountAndNodesThatDoNotTakePartSayWhy() {
    herd.none();
    herd.node("busy", 64 * GIB, 5);
    herd.node("calm", 64 * GIB, 1);
    herd.node("dark", 64 * GIB, 0);
    herd.node("shut", 64 * GIB, 0);
    herd.base("debian", GIB);
    herd.node("bare", 64 * GIB, 0);
    sql.sql("update corral.node set health = 'LOST', evidence = 'no answer' where name = 'dark'")
        .update();
    sql.sql("update corral.node set availability = 'CORDONED' where name = 'shut'").update();
    String name = fresh();
    provisionClones.start(Request.by(EVE), wanted(1, name));
    Clone clone = clones.get(new dev.corral.shared.CloneName(name));
    assertThat(clone.home().value()).isEqualTo("calm");
    Map<String, String> objections = new TreeMap<>();
    clone
        .decision()
        .verdicts()
        .forEach(v -> objections.put(v.node(), String.valueOf(v.objection())));
    assertThat(objections)
        .isEqualTo(
            Map.of(
                "calm", "null",
                "busy", "null",
                "dark", "it is lost: no answer",
                "shut", "it is cordoned",
                "bare", "the base is not there"));
  }

  @Test
  void manyWhoGiveNoNameAtOnceAllGetOne() throws Exception {
    tenNodesFor(20);
    List<Object> answers =
        atOnce(
            i ->
                provisionClones.start(Request.by(EVE), wanted(2, null)).operation().state().name());
    assertThat(answers).containsOnly("RUNNING");
    assertThat(clones.count(Clones.Filter.all())).isEqualTo(2 * THREADS);
  }

  @Test
  void aRaceForANameHasOneWinner() throws Exception {
    tenNodesFor(20);
    String name = fresh();
    List<Object> answers =
        atOnce(
            i ->
                provisionClones.start(Request.by(EVE), wanted(1, name)).operation().state().name());
    assertThat(answers.stream().filter("RUNNING"::equals)).hasSize(1);
    assertThat(answers.stream().filter("CLONE_EXISTS"::equals)).hasSize(THREADS - 1);
    assertThat(load().values()).containsExactly(1L);
  }
}
