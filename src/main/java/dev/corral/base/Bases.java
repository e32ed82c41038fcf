package dev.corral.base;

import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.NotFound;
import dev.corral.shared.Refused;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.util.List;
import java.util.Optional;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.stereotype.Repository;

/** The bases, their generations and copies. */
@Repository
public class Bases {
  private static final String BASE =
      """
      select b.*, coalesce(g.newest, 0) as newest, coalesce(g.current, 0) as current from corral.base b
      left join (select base, max(generation) as newest, max(generation) filter (where released) as current
                 from corral.base_generation where state = 'READY' group by base) g on g.base = b.name""";

  private final JdbcClient sql;

  Bases(JdbcClient sql) {
    this.sql = sql;
  }

  /** All, by name. */
  public List<Base> list() {
    return sql.sql(BASE + " order by name").query(Bases::base).list();
  }

  /** Throws NotFound. */
  public Base get(BaseName name) {
    return find(name).orElseThrow(() -> new NotFound("base", name.value()));
  }

  /** The base of that name, if there is one. */
  public Optional<Base> find(BaseName name) {
    return sql.sql(BASE + " where name = ?").param(name.value()).query(Bases::base).optional();
  }

  /**
   * Adds one without generations; one whose every preparation failed makes room. Refused
   * (BASE_EXISTS) if the name is taken.
   */
  public void addOrReplaceUnprepared(BaseName name, String domain, String pool) {
    boolean failed =
        sql.sql(
                "select not exists(select from corral.base_generation where base = ? and state <> 'FAILED')")
            .param(name.value())
            .query(Boolean.class)
            .single();
    if (failed
        && sql.sql("update corral.base set domain = ?, pool = ? where name = ?")
                .params(domain, pool, name.value())
                .update()
            == 1) return;
    try {
      sql.sql("insert into corral.base(name, domain, pool) values (?, ?, ?)")
          .params(name.value(), domain, pool)
          .update();
    } catch (DuplicateKeyException e) {
      throw Refused.conflict(
              "BASE_EXISTS",
              "there is a base '" + name + "' already",
              "choose another name, or make a new generation of it")
          .with("base", name);
    }
  }

  /** Adds the next generation, PREPARING; answers its number, which no other ever has. */
  public int addGeneration(BaseName base) {
    int next =
        sql.sql(
                "update corral.base set generations = generations + 1 where name = ? returning generations")
            .param(base.value())
            .query(Integer.class)
            .single();
    sql.sql(
            "insert into corral.base_generation(base, generation, state) values (?, ?, 'PREPARING')")
        .params(base.value(), next)
        .update();
    return next;
  }

  /** One generation with its manifest. Throws NotFound. */
  public Generation generation(BaseName base, int number) {
    return sql.sql("select * from corral.base_generation where base = ? and generation = ?")
        .params(base.value(), number)
        .query(this::generation)
        .optional()
        .orElseThrow(() -> new NotFound("generation", base + " " + number));
  }

  /** All generations of a base, the newest first. */
  public List<Generation> generations(BaseName base) {
    return sql.sql("select * from corral.base_generation where base = ? order by generation desc")
        .param(base.value())
        .query(this::generation)
        .list();
  }

  void keepVolume(BaseName base, int generation, Generation.Volume v) {
    sql.sql(
            """
            insert into corral.base_volume(base, generation, target, file, size, virtual_size, sha256) values (?, ?, ?, ?, ?, ?, ?)
            on conflict (base, generation, target) do update set size = excluded.size, sha256 = excluded.sha256""")
        .params(
            base.value(), generation, v.target(), v.file(), v.size(), v.virtualSize(), v.sha256())
        .update();
  }

  void ready(BaseName base, int generation, String definition, long memory, boolean packs) {
    sql.sql(
            "update corral.base_generation set state = 'READY', definition = ?, memory = ?, packs = ? where base = ? and generation = ?")
        .params(definition, memory, packs, base.value(), generation)
        .update();
  }

  /** Its preparation was given up. */
  public void failed(BaseName base, int generation) {
    sql.sql(
            "update corral.base_generation set state = 'FAILED' where base = ? and generation = ? and state = 'PREPARING'")
        .params(base.value(), generation)
        .update();
  }

  /** Where it is, and where it is going, by node. */
  public List<Copy> copies(BaseName base) {
    return sql.sql("select * from corral.base_copy where base = ? order by node, generation")
        .param(base.value())
        .query(Bases::copy)
        .list();
  }

  /** All copies of all bases. */
  public List<Copy> copies() {
    return sql.sql("select * from corral.base_copy order by base, node, generation")
        .query(Bases::copy)
        .list();
  }

  /** One copy, if there is or was one. */
  public Optional<Copy> copy(BaseName base, int generation, NodeName node) {
    return sql.sql("select * from corral.base_copy where base = ? and generation = ? and node = ?")
        .params(base.value(), generation, node.value())
        .query(Bases::copy)
        .optional();
  }

  /** The base is no more, nor is a copy of it; its name is free again. */
  public void forget(BaseName base) {
    for (String table : List.of("base_copy", "base_volume", "base_generation"))
      sql.sql("delete from corral." + table + " where base = ?").param(base.value()).update();
    sql.sql("delete from corral.base where name = ?").param(base.value()).update();
  }

  /** There is no such generation any more; its number is never given again. */
  public void forget(BaseName base, int generation) {
    for (String table : List.of("base_copy", "base_volume", "base_generation"))
      sql.sql("delete from corral." + table + " where base = ? and generation = ?")
          .params(base.value(), generation)
          .update();
  }

  /** Copies that nobody can reach any more are known no longer. */
  public void forgetCopies(NodeName node) {
    sql.sql("delete from corral.base_copy where node = ?").param(node.value()).update();
  }

  private static Base base(ResultSet row, int number) throws SQLException {
    return new Base(
        new BaseName(row.getString("name")),
        row.getString("domain"),
        row.getString("pool"),
        row.getInt("newest"),
        row.getInt("current"));
  }

  private Generation generation(ResultSet row, int n) throws SQLException {
    BaseName base = new BaseName(row.getString("base"));
    int number = row.getInt("generation");
    List<Generation.Volume> volumes =
        sql.sql(
                "select * from corral.base_volume where base = ? and generation = ? order by target")
            .params(base.value(), number)
            .query(
                (v, i) ->
                    new Generation.Volume(
                        v.getString("target"),
                        v.getString("file"),
                        v.getLong("size"),
                        v.getLong("virtual_size"),
                        v.getString("sha256")))
            .list();
    return new Generation(
        base,
        number,
        Generation.State.valueOf(row.getString("state")),
        row.getString("definition"),
        row.getLong("memory"),
        row.getBoolean("packs"),
        volumes);
  }

  static Copy copy(ResultSet row, int number) throws SQLException {
    Timestamp verified = row.getTimestamp("verified_at");
    Timestamp moved = row.getTimestamp("moved_at");
    String source = row.getString("source");
    String tried = row.getString("tried");
    return new Copy(
        new BaseName(row.getString("base")),
        row.getInt("generation"),
        new NodeName(row.getString("node")),
        Copy.State.valueOf(row.getString("state")),
        row.getInt("percent"),
        row.getString("detail"),
        verified == null ? null : verified.toInstant(),
        source == null ? null : new NodeName(source),
        row.getLong("bytes"),
        row.getLong("rate"),
        moved == null ? null : moved.toInstant(),
        row.getBoolean("compared"),
        tried == null ? null : new NodeName(tried));
  }
}
