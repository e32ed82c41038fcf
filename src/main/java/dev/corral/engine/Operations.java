package dev.corral.engine;

import dev.corral.shared.NotFound;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/** The operations and their steps, running and ended. */
@Repository
public class Operations {
  /** The variable with the role that starting it needed. */
  public static final String ROLE = "role";

  /** The variables with the client's key, and with the digest of the request that it came with. */
  public static final String KEY = "idempotencyKey";

  public static final String KEY_CONTENT = "idempotencyContent";

  /** The operation itself and all that it started, and they in turn. */
  private static final String TREE =
      """
      with recursive tree as (
        select id from corral.operation where id = ?
        union all select o.id from corral.operation o join tree t on o.parent = t.id)
      """;

  private final JdbcClient sql;

  Operations(JdbcClient sql) {
    this.sql = sql;
  }

  /** What to look for; null looks for all. */
  public record Filter(
      String kind,
      String state,
      String subject,
      String node,
      String base,
      String cloneName,
      String parent) {
    /** All operations. */
    public static Filter all() {
      return new Filter(null, null, null, null, null, null, null);
    }
  }

  /** With its steps. Throws NotFound. */
  public Operation get(String id) {
    return find(id).orElseThrow(() -> new NotFound("operation", id));
  }

  /** With its steps, if there is one. */
  public Optional<Operation> find(String id) {
    return sql.sql("select * from corral.operation where id = ?")
        .param(id)
        .query(OperationRows::operation)
        .optional()
        .map(o -> o.with(steps(id)));
  }

  /** Those of these that there are, with their steps, in two queries. */
  public List<Operation> all(Collection<String> ids) {
    if (ids.isEmpty()) return List.of();
    String[] wanted = ids.toArray(String[]::new);
    Map<String, List<OperationStep>> steps = new HashMap<>();
    sql.sql(
            """
            select distinct on (operation, step) * from corral.step_attempt
            where operation = any(?) order by operation, step, attempt desc""")
        .param(wanted)
        .query(
            row -> {
              steps
                  .computeIfAbsent(row.getString("operation"), o -> new ArrayList<>())
                  .add(OperationRows.step(row, 0));
            });
    steps.values().forEach(s -> s.sort(Comparator.comparing(OperationStep::startedAt)));
    return sql
        .sql("select * from corral.operation where id = any(?)")
        .param(wanted)
        .query(OperationRows::operation)
        .list()
        .stream()
        .map(o -> o.with(steps.getOrDefault(o.id(), List.of())))
        .toList();
  }

  /**
   * What a key has started.
   *
   * @param content digest of the request that came with it
   */
  public record Keyed(Operation operation, String content) {}

  /** Started by this caller under this key before, if so. */
  public Optional<Keyed> byIdempotencyKey(String caller, String key) {
    return sql.sql("select * from corral.operation where started_by = ? and idempotency_key = ?")
        .params(caller, key)
        .query(
            (row, n) ->
                new Keyed(OperationRows.operation(row, n), row.getString("idempotency_content")))
        .optional();
  }

  /** The newest first, without steps. */
  public List<Operation> list(Filter filter, int offset, int limit) {
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    values.addAll(List.of(limit, offset));
    return sql.sql(
            "select * from corral.operation"
                + where
                + " order by started_at desc, id limit ? offset ?")
        .params(values)
        .query(OperationRows::operation)
        .list();
  }

  /** How many there are. */
  public long count(Filter filter) {
    List<Object> values = new ArrayList<>();
    return sql.sql("select count(*) from corral.operation" + where(filter, values))
        .params(values)
        .query(Long.class)
        .single();
  }

  private static String where(Filter f, List<Object> values) {
    String[] columns = {"kind", "state", "subject", "node", "base", "clone", "parent"};
    String[] wanted = {
      f.kind(), f.state(), f.subject(), f.node(), f.base(), f.cloneName(), f.parent()
    };
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      if (wanted[i] == null) continue;
      terms.add(columns[i] + " = ?");
      values.add(wanted[i]);
    }
    return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
  }

  private List<OperationStep> steps(String id) {
    return sql
        .sql(
            """
            select distinct on (step) * from corral.step_attempt where operation = ? order by step, attempt desc""")
        .param(id)
        .query(OperationRows::step)
        .list()
        .stream()
        .sorted(Comparator.comparing(OperationStep::startedAt))
        .toList();
  }

  /** What the looks of the operation's step have noted, in its last attempt. */
  public Optional<String> noted(String id, String step, String name) {
    return sql.sql(
            "select notes ->> ? from corral.step_attempt where operation = ? and step = ? order by attempt desc limit 1")
        .params(name, id, step)
        .query((row, n) -> Optional.ofNullable(row.getString(1)))
        .optional()
        .flatMap(o -> o);
  }

  /** True while an operation of that kind for that subject has not ended. */
  public boolean isOpen(String kind, String subject) {
    return sql.sql(
            "select exists(select from corral.operation where kind = ? and subject = ? and ended_at is null)")
        .params(kind, subject)
        .query(Boolean.class)
        .single();
  }

  /** What is just done with a clone, if something is. */
  public Optional<Operation> openFor(String clone) {
    return sql.sql("select * from corral.operation where clone = ? and ended_at is null")
        .param(clone)
        .query(OperationRows::operation)
        .optional();
  }

  /** The one of that kind for that subject that has not ended, with its steps. */
  public Optional<Operation> open(String kind, String subject) {
    return sql
        .sql("select id from corral.operation where kind = ? and subject = ? and ended_at is null")
        .params(kind, subject)
        .query(String.class)
        .list()
        .stream()
        .findFirst()
        .map(this::get);
  }

  /** All of that kind that have not ended, without steps. */
  public List<Operation> open(String kind) {
    return sql.sql("select * from corral.operation where kind = ? and ended_at is null")
        .param(kind)
        .query(OperationRows::operation)
        .list();
  }

  /**
   * All about that base that have not ended, without steps; on that node only, unless it is null.
   */
  public List<Operation> openForBase(String base, String node) {
    return sql.sql(
            "select * from corral.operation where base = ? and (?::text is null or node = ?) and ended_at is null order by started_at")
        .params(Arrays.asList(base, node, node))
        .query(OperationRows::operation)
        .list();
  }

  /** From here to the commit nobody else starts one of that kind for that subject. */
  @Transactional(propagation = Propagation.MANDATORY)
  public void startAlone(String kind, String subject) {
    sql.sql("select pg_advisory_xact_lock(hashtextextended(?, 0))")
        .param(kind + " " + subject)
        .query((row, n) -> 0)
        .single();
  }

  /** The operation and all below it that have not ended. */
  List<String> running(String id) {
    return sql.sql(
            TREE
                + "select o.id from corral.operation o join tree using (id) where o.ended_at is null")
        .param(id)
        .query(String.class)
        .list();
  }

  /** How many of those that it started have not ended, and how many ended other than DONE. */
  public Children children(String id) {
    return sql.sql(
            """
            select count(*) as all_, count(*) filter (where ended_at is null) as open,
                   count(*) filter (where state = 'DONE') as done from corral.operation where parent = ?""")
        .param(id)
        .query((row, n) -> new Children(row.getInt("all_"), row.getInt("open"), row.getInt("done")))
        .single();
  }

  /** Counts of the operations that one started. */
  public record Children(int all, int open, int done) {}
}
