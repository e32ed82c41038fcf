package dev.corral.base;

import static dev.corral.Herd.GIB;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** Two bases, a and b, of 100 GiB each; a node has promised room to a clone and to two copies. */
@CorralTest
class PromisesTests {
  private static final NodeName N1 = new NodeName("n1");
  private static final NodeName N2 = new NodeName("n2");
  @Autowired Promises promises;
  @Autowired CopyStates copyStates;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @Autowired TransactionTemplate transaction;

  @BeforeEach
  void herd() {
    herd.none();
    herd.node("n1", 8 * GIB, 0);
    herd.node("n2", 8 * GIB, 0);
    for (String base : new String[] {"a", "b"}) herd.base(base, GIB);
    sql.sql("update corral.base_volume set size = ?").param(100 * GIB).update();
    herd.clone("c1", "a");
    sql.sql(
            "insert into corral.claim(guest, clone, node, memory, disk, state) values (?, 'c1',"
                + " 'n2', 1, ?, 'PARKED')")
        .params(UUID.randomUUID(), 7 * GIB)
        .update();
  }

  @AfterEach
  void nothing() {
    herd.none();
  }

  private void copying(String base, int percent) {
    copyStates.copying(new BaseName(base), 1, N2, percent, "");
  }

  @Test
  void aClonesShareAndWhatCopiesStillNeedArePromised() {
    assertThat(promises.on(N2, "default")).isEqualTo(7 * GIB);
    copying("a", 0);
    copying("b", 75);
    assertThat(promises.on(N2, "default")).isEqualTo((7 + 100 + 25) * GIB);
    assertThat(promises.on(N1, "default")).isZero();
    assertThat(promises.on(N2, "other")).isZero();
  }

  @Test
  void aCopyThatIsThereHasTakenItsRoom() {
    copying("a", 100);
    copyStates.verifying(new BaseName("a"), 1, N2);
    copyStates.copyFailed(new BaseName("b"), 1, N2, 10, "cancelled");
    assertThat(promises.on(N2, "default")).isEqualTo(7 * GIB);
  }

  @Test
  void aCopyDoesNotCompeteWithItself() {
    copying("a", 0);
    copying("b", 50);
    var way = new Copying.Way(new BaseName("a"), 1, N2);
    Long beside = transaction.execute(status -> promises.beside(way, "default"));
    assertThat(beside).isEqualTo((7 + 50) * GIB);
  }

  @Test
  void anOperationIsPromisedWhatItNeedsUntilItEnds() {
    transaction.executeWithoutResult(t -> promises.hold("move-1", N2, "default", 3 * GIB));
    assertThat(promises.on(N2, "default")).isEqualTo((7 + 3) * GIB);
    assertThat(beside("move-1")).isEqualTo(7 * GIB);
    assertThat(beside("move-2")).isEqualTo((7 + 3) * GIB);
    transaction.executeWithoutResult(t -> promises.hold("move-1", N2, "default", 5 * GIB));
    assertThat(beside("move-2")).isEqualTo((7 + 5) * GIB);
    promises.release("move-1");
    assertThat(promises.on(N2, "default")).isEqualTo(7 * GIB);
  }

  private Long beside(String operation) {
    return transaction.execute(t -> promises.beside(operation, N2, "default"));
  }

  /** Each looks, asks and promises; none sees room that another has just been promised. */
  @Test
  void threeAtOnceAreNotPromisedTheSameRoom() throws Exception {
    long room = 2 * GIB;
    ExecutorService three = Executors.newFixedThreadPool(3);
    try {
      List<Callable<Boolean>> moves = new ArrayList<>();
      for (String move : List.of("move-1", "move-2", "move-3"))
        moves.add(
            () ->
                transaction.execute(
                    t -> {
                      boolean fits = beside(move) - 7 * GIB + GIB <= room;
                      if (fits) promises.hold(move, N2, "default", GIB);
                      return fits;
                    }));
      int begun = 0;
      for (Future<Boolean> move : three.invokeAll(moves)) if (move.get()) begun++;
      assertThat(begun).isEqualTo(2);
    } finally {
      three.shutdownNow();
      for (String move : List.of("move-1", "move-2", "move-3")) promises.release(move);
    }
  }
}
