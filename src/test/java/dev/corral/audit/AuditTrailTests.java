package dev.corral.audit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.corral.CorralTest;
import dev.corral.shared.Busy;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.support.TransactionTemplate;

/** The trail on a real PostgreSQL. Other tests leave their rows in it too. */
@CorralTest
@Timeout(
    value = 60,
    threadMode = Timeout.ThreadMode.SEPARATE_THREAD) // a lock held against itself never ends
class AuditTrailTests {
  private static final AtomicInteger OPERATIONS = new AtomicInteger();
  private static final Instant AT = Instant.parse("2026-03-01T10:00:00.123Z");
  @Autowired AuditTrail audit;
  @Autowired JdbcClient sql;
  @Autowired TransactionTemplate transaction;
  private final String operation = "audited-" + OPERATIONS.incrementAndGet();

  private AuditEntry entry(String detail) {
    return new AuditEntry(
        AT,
        "eve",
        "the new term",
        operation,
        "copy-base",
        "SendImages",
        2,
        "n1",
        "debian",
        "web",
        "FAILED",
        "TROUBLE",
        detail,
        "mend it",
        AT.minusSeconds(3));
  }

  private AuditTrail.Filter mine() {
    return new AuditTrail.Filter(null, null, null, operation, null, null, null, null);
  }

  private List<AuditEntry> found(AuditTrail.Filter filter) {
    return audit.find(filter, 0, 100).stream().map(AuditTrail.Row::entry).toList();
  }

  @Test
  void aRowIsReadAsItWasWritten() {
    audit.add(entry("ümläut 🐎 'quoted' \"twice\"\nsecond line"));
    assertThat(found(mine())).containsExactly(entry("ümläut 🐎 'quoted' \"twice\"\nsecond line"));
    assertThat(audit.verify().broken()).isEmpty();
  }

  /** The database rounds to the microsecond, here up into the next millisecond. */
  @Test
  void aTimeFinerThanTheDatabaseKeepsBreaksNoChain() {
    Instant fine = Instant.parse("2026-11-22T19:17:38.340999700Z");
    audit.add(AuditEntry.command(fine, "eve", null, operation, "retry", "DONE", null, ""));
    assertThat(audit.verify().broken()).isEmpty();
  }

  @Test
  void whatDoesNotApplyStaysEmpty() {
    AuditEntry bare =
        AuditEntry.command(AT, "eve", null, operation, "retry", "REFUSED", "FORBIDDEN", "no");
    audit.add(bare);
    assertThat(found(mine())).containsExactly(bare);
    assertThat(audit.verify().broken()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "update corral.audit_entry set detail = 'nothing happened'",
        "delete from corral.audit_entry",
        "delete from corral.audit_entry where false",
        "truncate corral.audit_entry"
      })
  void theDatabaseRefusesEveryChange(String change) {
    audit.add(entry("stays"));
    assertThatThrownBy(() -> sql.sql(change).update())
        .hasMessageContaining("the audit trail is never changed");
    assertThat(found(mine())).hasSize(1);
  }

  /** Makes a change behind Corral's back, verifies, and takes it back. */
  private AuditTrail.Verification afterTampering(String change, Object... values) {
    return transaction.execute(
        status -> {
          status.setRollbackOnly();
          sql.sql("alter table corral.audit_entry disable trigger audit_is_append_only").update();
          assertThat(sql.sql(change).params(List.of(values)).update()).isEqualTo(1);
          return audit.verify();
        });
  }

  private long middle() {
    IntStream.range(0, 3).forEach(i -> audit.add(entry("row " + i)));
    assertThat(audit.verify().broken()).isEmpty();
    return audit.find(mine(), 1, 1).get(0).id();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "at = at + interval '1 second'",
        "actor = 'bob'",
        "reason = null",
        "reason = ''",
        "operation = operation || '0'",
        "kind = 'x'",
        "step = 'x'",
        "attempt = attempt + 1",
        "node = 'n2'",
        "base = 'x'",
        "clone = 'x'",
        "outcome = 'DONE'",
        "code = null",
        "detail = detail || ' '",
        "fix = 'x'",
        "started_at = null",
        "base = clone, clone = base",
        "previous = 'corral'",
        "hash = previous"
      })
  void aRowChangedBehindCorralsBackIsFound(String change) {
    long id = middle();
    assertThat(
            afterTampering("update corral.audit_entry set " + change + " where id = ?", id)
                .broken())
        .contains(id);
    assertThat(audit.verify().broken()).as("taken back").isEmpty();
  }

  @Test
  void emptyAndAbsentAreNotTheSame() {
    AuditEntry bare = AuditEntry.command(AT, "eve", null, operation, "retry", "DONE", null, "");
    audit.add(bare);
    long id = audit.find(mine(), 0, 1).get(0).id();
    assertThat(
            afterTampering("update corral.audit_entry set reason = '' where id = ?", id).broken())
        .contains(id);
  }

  @Test
  void aRowRemovedFromTheMiddleIsFoundAtTheNext() {
    long id = middle();
    assertThat(afterTampering("delete from corral.audit_entry where id = ?", id).broken())
        .hasValueSatisfying(next -> assertThat(next).isGreaterThan(id));
  }

  @Test
  void aForgedRowIsFound() {
    long id = middle();
    assertThat(
            afterTampering(
                    """
                    insert into corral.audit_entry(at, actor, kind, outcome, detail, previous, hash)
                    select at, 'eve', 'x', 'DONE', '', previous, hash from corral.audit_entry where id = ?""",
                    id)
                .broken())
        .isPresent();
  }

  @Test
  void aRowIsThereIfAndOnlyIfItsTransactionCommits() {
    transaction.executeWithoutResult(
        status -> {
          audit.add(entry("rolled back"));
          audit.addAlways(entry("stays"));
          status.setRollbackOnly();
        });
    transaction.executeWithoutResult(status -> audit.add(entry("committed")));
    assertThat(found(mine())).extracting(AuditEntry::detail).containsExactly("committed", "stays");
    assertThat(audit.verify().broken()).isEmpty();
  }

  @Test
  void nobodyWaitsForATransactionThatHasARowToWrite() {
    transaction.executeWithoutResult(
        status -> {
          audit.add(entry("first added, last written"));
          CompletableFuture.runAsync(() -> audit.add(entry("of somebody else"))).join();
        });
    assertThat(found(mine()))
        .extracting(AuditEntry::detail)
        .containsExactly("first added, last written", "of somebody else");
    assertThat(audit.verify().broken()).isEmpty();
  }

  @Test
  void rowsOfManyAtOnceMakeOneChain() {
    IntStream.range(0, 24)
        .mapToObj(
            i ->
                CompletableFuture.runAsync(
                    () ->
                        transaction.executeWithoutResult(
                            status -> {
                              audit.add(entry("a" + i));
                              audit.add(entry("b" + i));
                            })))
        .toList()
        .forEach(CompletableFuture::join);
    assertThat(audit.count(mine())).isEqualTo(48);
    assertThat(audit.verify().broken()).isEmpty();
    assertThat(audit.verify().rows()).isGreaterThanOrEqualTo(48);
  }

  @Test
  void rowsAreFoundByEachOfTheirThings() {
    audit.add(entry("one"));
    for (AuditTrail.Filter filter :
        List.of(
            new AuditTrail.Filter(
                "n1", "debian", "web", operation, "eve", "FAILED", AT, AT.plusMillis(1)),
            new AuditTrail.Filter("n1", null, null, operation, null, null, null, null),
            new AuditTrail.Filter(null, null, null, operation, null, null, AT, null))) {
      assertThat(found(filter)).hasSize(1);
      assertThat(audit.count(filter)).isEqualTo(1);
    }
    for (AuditTrail.Filter filter :
        List.of(
            new AuditTrail.Filter("n2", null, null, operation, null, null, null, null),
            new AuditTrail.Filter(null, "x", null, operation, null, null, null, null),
            new AuditTrail.Filter(null, null, "x", operation, null, null, null, null),
            new AuditTrail.Filter(null, null, null, operation, "bob", null, null, null),
            new AuditTrail.Filter(null, null, null, operation, null, "DONE", null, null),
            new AuditTrail.Filter(null, null, null, operation, null, null, AT.plusMillis(1), null),
            new AuditTrail.Filter(null, null, null, operation, null, null, null, AT),
            new AuditTrail.Filter("n1' or '1'='1", null, null, operation, null, null, null, null)))
      assertThat(found(filter)).isEmpty();
  }

  @Test
  void theNewestComesFirstAndPagesDoNotOverlap() {
    IntStream.range(0, 5).forEach(i -> audit.add(entry("row " + i)));
    assertThat(audit.find(mine(), 0, 2))
        .extracting(r -> r.entry().detail())
        .containsExactly("row 4", "row 3");
    assertThat(audit.find(mine(), 2, 2))
        .extracting(r -> r.entry().detail())
        .containsExactly("row 2", "row 1");
    assertThat(audit.find(mine(), 4, 2))
        .extracting(r -> r.entry().detail())
        .containsExactly("row 0");
  }

  /** Rolled back: rows cannot be deleted. */
  @Test
  void aVerificationAndAnExportHoldFewRowsAtOnce() {
    transaction.executeWithoutResult(
        status -> {
          status.setRollbackOnly();
          sql.sql(
                  "insert into corral.audit_entry(at, actor, kind, outcome, operation, detail, previous, hash) select now(), 'x', 'x', 'x', 'many', repeat('d', 2000), 'x', 'x' from generate_series(1, 100000)")
              .update();
          long before = usedMemory();
          long[] most = {0};
          AuditTrail.Verification verification = audit.verify();
          assertThat(verification.rows()).isGreaterThanOrEqualTo(100_000);
          assertThat(verification.broken()).isPresent();
          long[] last = {Long.MAX_VALUE};
          int[] exported = {0};
          assertThatCode(
                  () ->
                      audit.each(
                          new AuditTrail.Filter(null, null, null, "many", null, null, null, null),
                          row -> {
                            assertThat(row.id()).isLessThan(last[0]);
                            last[0] = row.id();
                            if (exported[0]++ % 20_000 == 0)
                              most[0] = Math.max(most[0], usedMemory());
                          }))
              .doesNotThrowAnyException();
          assertThat(exported[0]).isEqualTo(100_000);
          assertThat(most[0] - before).isLessThan(50_000_000);
        });
    assertThat(audit.verify().broken()).isEmpty();
  }

  private static long usedMemory() {
    System.gc();
    return Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory();
  }

  @Test
  void oneVerificationAtATime() throws Exception {
    CountDownLatch held = new CountDownLatch(1);
    CountDownLatch enough = new CountDownLatch(1);
    CompletableFuture<Void> blocker =
        CompletableFuture.runAsync(
            () ->
                transaction.executeWithoutResult(
                    status -> {
                      sql.sql("lock table corral.audit_entry in access exclusive mode").update();
                      held.countDown();
                      await(enough);
                    }));
    held.await();
    CompletableFuture<AuditTrail.Verification> first = CompletableFuture.supplyAsync(audit::verify);
    try {
      while (sql.sql("select count(*) from pg_locks where not granted").query(Long.class).single()
          == 0) Thread.onSpinWait();
      assertThatThrownBy(audit::verify)
          .isInstanceOfSatisfying(
              Busy.class, busy -> assertThat(busy.code()).isEqualTo("VERIFICATION_RUNNING"));
    } finally {
      enough.countDown();
    }
    assertThat(first.get().broken()).isEmpty();
    blocker.get();
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
