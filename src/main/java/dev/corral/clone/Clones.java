package dev.corral.clone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.placement.Decision;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.NotFound;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The clones that Corral knows. */
@Repository
public class Clones {
  private final JdbcClient sql;
  private final ObjectMapper json;

  Clones(JdbcClient sql, ObjectMapper json) {
    this.sql = sql;
    // rows of an earlier version may know fields that this one does not
    this.json = json.copy().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES);
  }

  /** What to look for; null looks for all. */
  public record Filter(String base, String node, String owner, String state) {
    /** All clones. */
    public static Filter all() {
      return new Filter(null, null, null, null);
    }
  }

  /** By name. */
  public List<Clone> list(Filter filter, int offset, int limit) {
    List<Object> values = new ArrayList<>();
    String where = where(filter, values);
    values.addAll(List.of(limit, offset));
    return sql.sql("select * from corral.clone" + where + " order by name limit ? offset ?")
        .params(values)
        .query(this::clone)
        .list();
  }

  /** How many there are. */
  public long count(Filter filter) {
    List<Object> values = new ArrayList<>();
    return sql.sql("select count(*) from corral.clone" + where(filter, values))
        .params(values)
        .query(Long.class)
        .single();
  }

  /** How many are in which state. */
  public Map<Clone.State, Long> countByState() {
    Map<Clone.State, Long> counts = new EnumMap<>(Clone.State.class);
    sql.sql("select state, count(*) from corral.clone group by state")
        .query(
            row -> {
              counts.put(Clone.State.valueOf(row.getString(1)), row.getLong(2));
            });
    return counts;
  }

  private static String where(Filter f, List<Object> values) {
    String[] columns = {"base", "home", "owner", "state"};
    String[] wanted = {f.base(), f.node(), f.owner(), f.state()};
    List<String> terms = new ArrayList<>();
    for (int i = 0; i < columns.length; i++) {
      if (wanted[i] == null) continue;
      terms.add(columns[i] + " = ?");
      values.add(wanted[i]);
    }
    return terms.isEmpty() ? "" : " where " + String.join(" and ", terms);
  }

  /** Throws NotFound. */
  public Clone get(CloneName name) {
    return find(name).orElseThrow(() -> new NotFound("clone", name.value()));
  }

  /** The clone of that name, if there is one. */
  public Optional<Clone> find(CloneName name) {
    return findNamed(name.value());
  }

  /** The clone whose guest bears that name, if it is one's; it may be no name for a clone. */
  public Optional<Clone> findNamed(String guest) {
    return sql.sql("select * from corral.clone where name = ?")
        .param(guest)
        .query(this::clone)
        .optional();
  }

  /** The first so many names that no clone bears, and none of these. */
  List<CloneName> freeNames(String row, int count, Set<String> others) {
    Set<String> taken =
        new HashSet<>(
            sql.sql("select name from corral.clone where starts_with(name, ?)")
                .param(row + "-")
                .query(String.class)
                .list());
    taken.addAll(others);
    return IntStream.iterate(1, i -> i + 1)
        .mapToObj(i -> row + "-" + i)
        .filter(name -> !taken.contains(name))
        .limit(count)
        .map(CloneName::new)
        .toList();
  }

  /** Those of an operation that have none of their own yet, at most so many. */
  public List<Clone> notStartedBy(String operation, int most) {
    return sql.sql(
            """
            select * from corral.clone c where provisioned_by = ?
            and not exists (select from corral.operation_outline o where o.parent = c.provisioned_by and o.clone = c.name) order by created_at, name limit ?\
            """)
        .params(operation, most)
        .query(this::clone)
        .list();
  }

  /** The names of those that are just being made on this node. */
  public List<String> beingMadeOn(NodeName node) {
    return sql.sql(
            "select name from corral.clone where home = ? and state in ('PLACED', 'STARTING') order"
                + " by name")
        .param(node.value())
        .query(String.class)
        .list();
  }

  /** The persistent ones that ran on a node when it was lost, and have not run since. */
  public List<Clone> interrupted(NodeName node) {
    return sql.sql(
            "select * from corral.clone where home = ? and interrupted and not volatile order by"
                + " name")
        .param(node.value())
        .query(this::clone)
        .list();
  }

  /** The volatile ones that ran on a lost node and that nothing stands in for yet. */
  public List<Clone> toReplace(NodeName node) {
    return sql.sql(
            """
            select * from corral.clone c where home = ? and volatile and (state = 'UNREACHABLE' or interrupted)
            and not exists (select from corral.clone r where r.replaces = c.id)
            and not exists (select from corral.operation_outline t where t.id = c.provisioned_by and t.kind = 'try-base')
            and not exists (select from corral.operation_outline o where o.clone = c.name and o.ended_at is null) order by name\
            """)
        .param(node.value())
        .query(this::clone)
        .list();
  }

  /** The names of those that an operation works on. */
  public Set<String> busy(NodeName node) {
    return Set.copyOf(
        sql.sql(
                "select c.name from corral.clone c join corral.operation_outline o on o.clone = c.name and"
                    + " o.ended_at is null where c.home = ?")
            .param(node.value())
            .query(String.class)
            .list());
  }

  /**
   * The volatile ones on a node whose time is over, and that no operation works on: they are off,
   * or the trial that made them has ended.
   */
  public List<Clone> spent(NodeName node) {
    return sql.sql(
            """
            select * from corral.clone c where home = ? and volatile and (state = 'STOPPED' or state = 'RUNNING'
              and exists (select from corral.operation_outline t where t.id = c.provisioned_by and t.kind = 'try-base' and t.ended_at is not null))
            and not exists (select from corral.operation_outline o where o.clone = c.name and o.ended_at is null)\
            """)
        .param(node.value())
        .query(this::clone)
        .list();
  }

  private Clone clone(ResultSet row, int number) throws SQLException {
    String home = row.getString("home");
    String decision = row.getString("decision");
    return new Clone(
        new CloneName(row.getString("name")),
        new BaseName(row.getString("base")),
        row.getInt("generation"),
        row.getString("owner"),
        row.getBoolean("volatile"),
        row.getLong("memory"),
        row.getBoolean("start"),
        Clone.State.valueOf(row.getString("state")),
        home == null ? null : new NodeName(home),
        row.getObject("id", UUID.class),
        decision == null ? null : read(decision),
        row.getTimestamp("created_at").toInstant());
  }

  private Decision read(String text) {
    try {
      return json.readValue(text, Decision.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
