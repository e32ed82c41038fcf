package dev.corral;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.node.Vitals;
import dev.corral.shared.Guest;
import dev.corral.shared.Pool;
import java.sql.Timestamp;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Nodes and bases as they would stand in the database, for tests that need no machine. */
@TestComponent
public class Herd {
  public static final long GIB = 1L << 30;
  private static final String POOL = "default";
  private final JdbcClient sql;
  private final ObjectMapper json;

  Herd(JdbcClient sql, ObjectMapper json) {
    this.sql = sql;
    this.json = json;
  }

  /** No node, no base, no clone, no claim. */
  public void none() {
    sql.sql("truncate corral.node, corral.base cascade").update();
  }

  /** An admitted node that is up; the first one is the main node. */
  public void node(String name, long memory, int guests) {
    boolean first = sql.sql("select count(*) from corral.node").query(Long.class).single() == 0;
    Instant now = Instant.now();
    List<Guest> running =
        IntStream.range(0, guests)
            .mapToObj(i -> new Guest(UUID.randomUUID(), name + "-old-" + i, true, 0))
            .toList();
    Pool pool = new Pool(POOL, "/var/lib/libvirt/images", true, 4_000 * GIB, 3_000 * GIB);
    Vitals vitals = new Vitals(now, memory, memory, 0.1, 3_600, running, List.of(pool));
    sql.sql(
            """
            insert into corral.node(name, address, ssh_port, ssh_user, main, admitted, health, evidence, seen_at, vitals)
            values (?, ?, 22, 'root', ?, true, 'UP', 'a test says so', ?, ?::jsonb)""")
        .params(name, name + ".invalid", first, Timestamp.from(now), written(vitals))
        .update();
  }

  /** A base whose first generation is ready on every node there is. */
  public void base(String name, long memory) {
    sql.sql("insert into corral.base(name, domain, pool, generations) values (?, 'golden', ?, 1)")
        .params(name, POOL)
        .update();
    sql.sql(
            "insert into corral.base_generation(base, generation, state, definition, memory, released) values (?, 1, 'READY', '<domain/>', ?, true)")
        .params(name, memory)
        .update();
    sql.sql(
            "insert into corral.base_volume(base, generation, target, file, size, virtual_size, sha256) values (?, 1, 'vda', ?, 1, ?, 'x')")
        .params(name, name + ".g1.vda.qcow2", 10 * GIB)
        .update();
    sql.sql(
            "insert into corral.base_copy(base, generation, node, state, percent) select ?, 1, name, 'READY', 100 from corral.node")
        .param(name)
        .update();
  }

  /** One generation more of a base, ready on these nodes. */
  public void generation(String base, int number, boolean released, String... nodes) {
    sql.sql(
            "insert into corral.base_generation(base, generation, state, definition, memory, released) select base, ?, 'READY', definition, memory, ? from corral.base_generation where base = ? and generation = 1")
        .params(number, released, base)
        .update();
    sql.sql(
            "insert into corral.base_volume(base, generation, target, file, size, virtual_size, sha256) select base, ?, target, ?, size, virtual_size * ?, sha256 from corral.base_volume where base = ? and generation = 1")
        .params(number, base + ".g" + number + ".vda.qcow2", number, base)
        .update();
    sql.sql("update corral.base set generations = ? where name = ?").params(number, base).update();
    for (String node : nodes)
      sql.sql(
              "insert into corral.base_copy(base, generation, node, state, percent) values (?, ?, ?, 'READY', 100)")
          .params(base, number, node)
          .update();
  }

  /** A clone that has no place yet. */
  public void clone(String name, String base) {
    sql.sql(
            "insert into corral.clone(name, base, generation, volatile, memory, start, state) values (?, ?, 1, false, 1, true, 'PLACED')")
        .params(name, base)
        .update();
  }

  private String written(Vitals vitals) {
    try {
      return json.writeValueAsString(vitals);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
