package dev.corral.audit;

import dev.corral.shared.Busy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.Timestamp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;
import org.springframework.transaction.support.TransactionSynchronization;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/**
 * Rows are added, never changed (the database refuses it). Each row's hash covers the row before,
 * so that a change behind Corral's back is found by {@link #verify}.
 */
@Repository
public class AuditTrail {
  /** Held until the commit, so that rows are chained in the order in which they become visible. */
  private static final long CHAIN_LOCK = 0x636f7272616c01L;

  private static final String BEGINNING = "corral";

  /** Rows in memory at once, however many there are. */
  private static final int CHUNK = 1_000;

  private final ReentrantLock verifying = new ReentrantLock();
  private final JdbcClient sql;

  AuditTrail(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * Adds a row to the transaction that is under way: it is there if, and only if, that commits. It
   * is written last of all, since from then on nobody else can write one: a step that fails after
   * it added a row would wait for itself.
   */
  @Transactional
  public void add(AuditEntry entry) {
    TransactionSynchronizationManager.registerSynchronization(
        new TransactionSynchronization() {
          @Override
          public void beforeCommit(boolean readOnly) {
            append(entry);
          }
        });
  }

  private void append(AuditEntry e) {
    sql.sql("select pg_advisory_xact_lock(?)").param(CHAIN_LOCK).query((row, n) -> 0).single();
    String previous =
        sql.sql("select hash from corral.audit_entry order by id desc limit 1")
            .query(String.class)
            .optional()
            .orElse(BEGINNING);
    sql.sql(
            """
            insert into corral.audit_entry(at, actor, reason, operation, kind, step, attempt, node, base, clone, outcome, code, detail, fix, started_at, previous, hash)
            values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""")
        .params(
            java.util.Arrays.asList(
                Timestamp.from(e.at()),
                e.actor(),
                e.reason(),
                e.operation(),
                e.kind(),
                e.step(),
                e.attempt(),
                e.node(),
                e.base(),
                e.cloneName(),
                e.outcome(),
                e.code(),
                e.detail(),
                e.fix(),
                e.startedAt() == null ? null : Timestamp.from(e.startedAt()),
                previous,
                hash(e.canonical(previous))))
        .update();
  }

  /** Adds a row that stays even if the transaction under way rolls back. */
  @Transactional(propagation = Propagation.REQUIRES_NEW)
  public void addAlways(AuditEntry entry) {
    add(entry);
  }

  /** What to search for; null searches for all. */
  public record Filter(
      String node,
      String base,
      String cloneName,
      String operation,
      String actor,
      String outcome,
      Instant from,
      Instant to) {}

  /** A row with its number. */
  public record Row(long id, AuditEntry entry) {}

  /** The newest first. */
  public List<Row> find(Filter filter, int offset, int limit) {
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    values.add(limit);
    values.add(offset);
    return sql.sql(
            "select * from corral.audit_entry" + where + " order by id desc limit ? offset ?")
        .params(values)
        .query(AuditTrail::row)
        .list();
  }

  /** What takes rows one by one. */
  @FunctionalInterface
  public interface Reader {
    /** What it throws ends the reading. */
    void read(Row row) throws IOException;
  }

  /** All that there are when it begins, the newest first; only some at a time are in memory. */
  public void each(Filter filter, Reader reader) throws IOException {
    long below = Long.MAX_VALUE;
    List<Row> rows;
    do {
      rows = below(filter, below);
      for (Row row : rows) reader.read(row);
      if (!rows.isEmpty()) below = rows.get(rows.size() - 1).id();
    } while (rows.size() == CHUNK);
  }

  private List<Row> below(Filter filter, long id) {
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    values.add(id);
    return sql.sql(
            "select * from corral.audit_entry"
                + (where.isEmpty() ? " where" : where + " and")
                + " id < ? order by id desc limit "
                + CHUNK)
        .params(values)
        .query(AuditTrail::row)
        .list();
  }

  /** How many there are. */
  public long count(Filter filter) {
    List<Object> values = new ArrayList<>();
    return sql.sql("select count(*) from corral.audit_entry" + where(filter, values))
        .params(values)
        .query(Long.class)
        .single();
  }

  private static String where(Filter f, List<Object> values) {
    List<String> terms = new ArrayList<>();
    String[] columns = {"node", "base", "clone", "operation", "actor", "outcome"};
    Object[] wanted = {f.node(), f.base(), f.cloneName(), f.operation(), f.actor(), f.outcome()};
    for (int i = 0; i < columns.length; i++) {
      if (wanted[i] == null) continue;
      terms.add(columns[i] + " = ?");
      values.add(wanted[i]);
    }
    if (f.from() != null) {
      terms.add("at >= ?");
      values.add(Timestamp.from(f.from()));
    }
    if (f.to() != null) {
      terms.add("at < ?");
      values.add(Timestamp.from(f.to()));
    }
    return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
  }

  /**
   * Whether the chain is whole.
   *
   * @param broken the first row that does not fit, if any
   */
  public record Verification(long rows, Optional<Long> broken) {}

  /**
   * Goes through all rows, some at a time. Busy (VERIFICATION_RUNNING) while another one does so:
   * each reads the whole trail.
   */
  public Verification verify() {
    if (!verifying.tryLock())
      throw new Busy(
          "VERIFICATION_RUNNING",
          "the audit trail is being verified already",
          "wait until that has ended, and ask again",
          Duration.ofSeconds(10));
    try {
      return verifyAlone();
    } finally {
      verifying.unlock();
    }
  }

  private Verification verifyAlone() {
    long[] rows = {0, 0};
    Long[] broken = {null};
    String[] last = {BEGINNING};
    long before;
    do {
      before = rows[0];
      sql.sql("select * from corral.audit_entry where id > ? order by id limit " + CHUNK)
          .param(rows[1])
          .query(
              row -> {
                Row r = row(row, 0);
                boolean fits =
                    row.getString("previous").equals(last[0])
                        && row.getString("hash").equals(hash(r.entry().canonical(last[0])));
                if (!fits && broken[0] == null) broken[0] = r.id();
                last[0] = row.getString("hash");
                rows[0]++;
                rows[1] = r.id();
              });
    } while (rows[0] - before == CHUNK);
    return new Verification(rows[0], Optional.ofNullable(broken[0]));
  }

  private static Row row(java.sql.ResultSet row, int number) throws java.sql.SQLException {
    Timestamp started = row.getTimestamp("started_at");
    return new Row(
        row.getLong("id"),
        new AuditEntry(
            row.getTimestamp("at").toInstant(),
            row.getString("actor"),
            row.getString("reason"),
            row.getString("operation"),
            row.getString("kind"),
            row.getString("step"),
            (Integer) row.getObject("attempt"),
            row.getString("node"),
            row.getString("base"),
            row.getString("clone"),
            row.getString("outcome"),
            row.getString("code"),
            row.getString("detail"),
            row.getString("fix"),
            started == null ? null : started.toInstant()));
  }

  private static String hash(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
