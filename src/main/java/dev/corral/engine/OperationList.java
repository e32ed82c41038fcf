package dev.corral.engine;

import dev.corral.engine.Operation.State;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The operations as a person looks through them. */
@Repository
public class OperationList {
  private final JdbcClient sql;

  OperationList(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * What to look for.
   *
   * @param states any of these; all if empty
   * @param text in the kind or the subject; null for any
   * @param startedByPerson leaves out those that another operation has started
   */
  public record Search(Set<State> states, String text, boolean startedByPerson) {}

  /** The newest first, without steps. */
  public List<Operation> find(Search search, int offset, int limit) {
    List<Object> values = new ArrayList<>();
    String where = where(search, values);
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
  public long count(Search search) {
    List<Object> values = new ArrayList<>();
    return sql.sql("select count(*) from corral.operation" + where(search, values))
        .params(values)
        .query(Long.class)
        .single();
  }

  /** How many stand how, of those that no other operation has started. */
  public Map<State, Long> countByState() {
    Map<State, Long> counts = new EnumMap<>(State.class);
    sql.sql("select state, count(*) from corral.operation where parent is null group by state")
        .query(
            row -> {
              counts.put(State.valueOf(row.getString(1)), row.getLong(2));
            });
    return counts;
  }

  private static String where(Search search, List<Object> values) {
    List<String> terms = new ArrayList<>();
    if (!search.states().isEmpty()) {
      terms.add("state = any(?)");
      values.add(search.states().stream().map(State::name).toArray(String[]::new));
    }
    if (search.text() != null) {
      terms.add("(strpos(kind, ?) > 0 or strpos(subject, ?) > 0)");
      values.addAll(List.of(search.text(), search.text()));
    }
    if (search.startedByPerson()) terms.add("parent is null");
    return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
  }
}
