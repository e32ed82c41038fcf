package dev.corral.clone;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.placement.Decision;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.NotFound;
import dev.corral.shared.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.springframework.dao.DuplicateKeyException;
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

  /** Adds one that has no home yet. Refused (CLONE_EXISTS) if the name is taken. */
  public void add(Clone c) {
    try {
      sql.sql(
              "insert into corral.clone(name, base, generation, owner, volatile, memory, start,"
                  + " state) values (?, ?, ?, ?, ?, ?, ?, 'PLACED')")
          .params(
              Arrays.asList(
                  c.name().value(),
                  c.base().value(),
                  c.generation(),
                  c.owner(),
                  c.isVolatile(),
                  c.memory(),
                  c.start()))
          .update();
    } catch (DuplicateKeyException e) {
      throw Refused.conflict(
              "CLONE_EXISTS",
              "there is a clone '" + c.name() + "' already",
              "choose another name, or none: then Corral finds one")
          .with("clone", c.name());
    }
  }

  /**
   * One that was removed is there again, as the record says, with the guest that it had. Refused
   * (CLONE_EXISTS) if the name is taken.
   */
  void addAgain(Clone c) {
    add(c);
    sql.sql("update corral.clone set home = ?, id = ? where name = ?")
        .params(c.home().value(), c.id(), c.name().value())
        .update();
  }

  /** These are made by that operation. */
  public void provisionedBy(String operation, List<CloneName> names) {
    sql.sql("update corral.clone set provisioned_by = ? where name = any(?)")
        .params(operation, names.stream().map(CloneName::value).toArray(String[]::new))
        .update();
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

  /**
   * Gives it the decided node and generation. Refused (CLONE_STATE) while it runs or is being
   * removed.
   */
  public void place(CloneName name, Decision decision, UUID id) {
    int placed =
        sql.sql(
                """
                update corral.clone set home = ?, generation = ?, id = ?, decision = ?::jsonb, state = 'PLACED'
                where name = ? and (state = any(?) or home is null and state <> 'REMOVING')""")
            .params(
                decision.node(),
                decision.generation(),
                id,
                write(decision),
                name.value(),
                before(Clone.State.PLACED))
            .update();
    if (placed == 0) throw inState(name, get(name).state(), Clone.State.PLACED);
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

  /** It is on its way there, and this is why. */
  public void leaving(CloneName name, Decision decision) {
    sql.sql("update corral.clone set arrival = ?::jsonb where name = ?")
        .params(write(decision), name.value())
        .update();
  }

  /** It lives where it was on its way to. */
  public void arrived(CloneName name) {
    sql.sql(
            "update corral.clone set home = arrival ->> 'node', decision = arrival, arrival = null"
                + " where name = ? and arrival is not null")
        .param(name.value())
        .update();
  }

  /** It lives nowhere for now, and this is why. */
  public void displace(CloneName name) {
    sql.sql("update corral.clone set home = null, id = null where name = ?")
        .param(name.value())
        .update();
  }

  /** Its node is gone for good, and its disk with it. */
  public void bereaved(CloneName name) {
    sql.sql(
            "update corral.clone set state = 'FAILED', home = null, id = null, arrival = null where"
                + " name = ?")
        .param(name.value())
        .update();
  }

  /** No node took it. */
  public void failed(CloneName name, Decision decision) {
    sql.sql(
            "update corral.clone set state = 'FAILED', decision = coalesce(?::jsonb, decision)"
                + " where name = ? and state <> 'REMOVING'")
        .params(Arrays.asList(decision == null ? null : write(decision), name.value()))
        .update();
  }

  /** Its home is told to start it. Refused (CLONE_STATE) if it is being removed. */
  public void starting(CloneName name) {
    become(name, Clone.State.STARTING);
  }

  /** It was seen to run, or not to. Refused (CLONE_STATE) if it is being removed. */
  public void seen(CloneName name, boolean running) {
    become(name, running ? Clone.State.RUNNING : Clone.State.STOPPED);
  }

  /** Its node has come back without it. Refused (CLONE_STATE) if it is being removed. */
  public void missing(CloneName name) {
    become(name, Clone.State.FAILED);
  }

  /** An earlier try to bring it back has failed: it is tried again. */
  void comingBack(CloneName name) {
    become(name, Clone.State.PLACED);
  }

  /** From here on it only goes. */
  public void removing(CloneName name) {
    become(name, Clone.State.REMOVING);
  }

  private static String[] before(Clone.State next) {
    return Stream.of(Clone.State.values())
        .filter(s -> s.mayBecome(next))
        .map(Enum::name)
        .toArray(String[]::new);
  }

  private void become(CloneName name, Clone.State next) {
    int changed =
        sql.sql(
                "update corral.clone set state = ? where name = ? and state = any(?) and state <> ?")
            .params(next.name(), name.value(), before(next), next.name())
            .update();
    if (changed == 1) return;
    Clone.State now = get(name).state();
    if (now == next) return;
    throw inState(name, now, next);
  }

  private static Refused inState(CloneName name, Clone.State now, Clone.State next) {
    return Refused.conflict(
            "CLONE_STATE",
            "%s is %s and cannot become %s".formatted(name, now, next),
            "look at its operations; what is being removed can only be removed once more")
        .with("clone", name);
  }

  /** Nothing is known any more of those that ran on this node. */
  public void unreachable(NodeName node) {
    sql.sql("update corral.clone set state = 'UNREACHABLE' where home = ? and state = 'RUNNING'")
        .param(node.value())
        .update();
  }

  /**
   * What libvirt on this node says: those in the set run. Clones that an operation works on are
   * left to it.
   */
  void observed(NodeName node, Set<UUID> running, Set<UUID> known) {
    sql.sql(
            """
            update corral.clone set state = s.state from (
              select name, case when id = any(?) then 'RUNNING' else 'STOPPED' end as state from corral.clone c
              where home = ? and state in ('RUNNING', 'STOPPED', 'UNREACHABLE') and id = any(?)
              and not exists (select from corral.operation_outline o where o.clone = c.name and o.ended_at is null)) s
            where clone.name = s.name and clone.state <> s.state\
            """)
        .params(running.toArray(UUID[]::new), node.value(), known.toArray(UUID[]::new))
        .update();
    sql.sql(
            "update corral.clone set interrupted = false where home = ? and interrupted and id ="
                + " any(?)")
        .params(node.value(), known.toArray(UUID[]::new))
        .update();
  }

  /** The node is off for sure: what ran there does not run any more. Answers their guests. */
  public List<UUID> powerCut(NodeName node) {
    return sql.sql(
            """
            update corral.clone set state = 'STOPPED', interrupted = true
            where home = ? and state in ('RUNNING', 'UNREACHABLE') returning id\
            """)
        .param(node.value())
        .query(UUID.class)
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

  /** It shall be made anew, and run: what became of its former guest matters no more. */
  public void anew(CloneName name) {
    sql.sql("update corral.clone set start = true, interrupted = false where name = ?")
        .param(name.value())
        .update();
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

  /** It stands in for this guest, and nothing else ever does. */
  public void replaces(CloneName name, UUID lost) {
    sql.sql("update corral.clone set replaces = ? where name = ?")
        .params(lost, name.value())
        .update();
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

  /** It is no more. */
  public void forget(CloneName name) {
    sql.sql("delete from corral.clone_authority where clone = ?").param(name.value()).update();
    sql.sql("delete from corral.clone where name = ?").param(name.value()).update();
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

  private String write(Decision decision) {
    try {
      return json.writeValueAsString(decision);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private Decision read(String text) {
    try {
      return json.readValue(text, Decision.class);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
