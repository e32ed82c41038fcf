package dev.corral.clone;

import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The clones as a person looks through them: thousands, a page at a time. */
@Repository
public class CloneList {
  /** Numbers in names count as numbers: gold-2 before gold-10. An index has this order. */
  private static final String BY_NAME =
      "rtrim(name, '0123456789') %1$s, length(name) %1$s, name %1$s";

  private static final String LINES =
      """
      select name, base, generation, owner, volatile, memory, state, home, decision is not null as explained, created_at
      from corral.clone""";

  private final JdbcClient sql;

  CloneList(JdbcClient sql) {
    this.sql = sql;
  }

  /**
   * What to look for; null looks for all.
   *
   * @param text in the name or in the owner's, in capitals or not
   */
  public record Search(String text, String base, String node, String owner, Clone.State state) {
    /** All clones. */
    public static Search all() {
      return new Search(null, null, null, null, null);
    }
  }

  /** What a list can be sorted by; the name decides between equals. */
  public enum Order {
    NAME(BY_NAME),
    STATE("state %1$s, " + BY_NAME),
    NODE("home %1$s, " + BY_NAME),
    BASE("base %1$s, generation %1$s, " + BY_NAME),
    OWNER("owner %1$s, " + BY_NAME),
    MEMORY("memory %1$s, " + BY_NAME),
    AGE("created_at %1$s, " + BY_NAME);

    private final String columns;

    Order(String columns) {
      this.columns = columns;
    }

    private String sql(boolean descending) {
      return columns.formatted(descending ? "desc" : "asc");
    }
  }

  /** A page of them. */
  public List<ListedClone> find(
      Search search, Order order, boolean descending, int offset, int limit) {
    List<Object> values = new ArrayList<>();
    String where = where(search, values);
    values.addAll(List.of(limit, offset));
    return sql.sql(LINES + where + " order by " + order.sql(descending) + " limit ? offset ?")
        .params(values)
        .query(CloneList::line)
        .list();
  }

  /** Those of them that are still there, by name. */
  public List<ListedClone> named(Collection<CloneName> names) {
    return sql.sql(LINES + " where name = any(?) order by " + Order.NAME.sql(false))
        .param(names.stream().map(CloneName::value).toArray(String[]::new))
        .query(CloneList::line)
        .list();
  }

  /** Whom clones belong to, if that text is in their name. */
  public List<String> owners(String text, int offset, int limit) {
    return sql.sql(
            "select distinct owner from corral.clone where strpos(lower(owner), lower(?)) > 0 order by owner limit ? offset ?")
        .params(text, limit, offset)
        .query(String.class)
        .list();
  }

  /** How many are on each generation of a base. */
  public Map<Integer, Integer> byGeneration(BaseName base) {
    Map<Integer, Integer> counts = new HashMap<>();
    sql.sql("select generation, count(*) from corral.clone where base = ? group by generation")
        .param(base.value())
        .query(
            row -> {
              counts.put(row.getInt(1), row.getInt(2));
            });
    return counts;
  }

  /** How many there are. */
  public int count(Search search) {
    List<Object> values = new ArrayList<>();
    return sql.sql("select count(*) from corral.clone" + where(search, values))
        .params(values)
        .query(Integer.class)
        .single();
  }

  private static String where(Search search, List<Object> values) {
    List<String> terms = new ArrayList<>();
    if (search.text() != null) {
      terms.add("(strpos(name, lower(?)) > 0 or strpos(lower(owner), lower(?)) > 0)");
      values.addAll(List.of(search.text(), search.text()));
    }
    String[] columns = {"base", "home", "owner", "state"};
    Object[] wanted = {
      search.base(),
      search.node(),
      search.owner(),
      search.state() == null ? null : search.state().name()
    };
    for (int i = 0; i < columns.length; i++) {
      if (wanted[i] == null) continue;
      terms.add(columns[i] + " = ?");
      values.add(wanted[i]);
    }
    return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
  }

  private static ListedClone line(ResultSet row, int number) throws SQLException {
    String home = row.getString("home");
    return new ListedClone(
        new CloneName(row.getString("name")),
        new BaseName(row.getString("base")),
        row.getInt("generation"),
        row.getString("owner"),
        row.getBoolean("volatile"),
        row.getLong("memory"),
        Clone.State.valueOf(row.getString("state")),
        home == null ? null : new NodeName(home),
        row.getBoolean("explained"),
        row.getTimestamp("created_at").toInstant());
  }
}
