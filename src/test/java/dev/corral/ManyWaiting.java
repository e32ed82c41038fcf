package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.OperatingSystemMXBean;
import dev.corral.clone.Evacuations;
import dev.corral.clone.Evacuee;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.host.Hypervisor;
import dev.corral.node.NodeObserved;
import dev.corral.node.Vitals;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Caller;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.shared.Role;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.TestConfiguration;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Import;
import org.springframework.context.annotation.Primary;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.context.ContextConfiguration;

/**
 * What operations that wait cost, and how soon they go on: started by ops/bench/waiting, which says
 * how to read it. The real models on the real engine and database; libvirt is a map of guests.
 */
@SpringBootTest(
    webEnvironment = SpringBootTest.WebEnvironment.RANDOM_PORT,
    properties = {"corral.data-dir=" + EmptyFolder.DATA, "corral.monitor.every=PT24H"})
@ContextConfiguration(initializers = EmptyFolder.class)
@Import({Herd.class, ManyWaiting.Libvirt.class})
class ManyWaiting {
  private static final Duration REST = Duration.ofSeconds(Integer.getInteger("rest", 120));
  private static final int NODES = 20;
  private static final int CLONES = 40;
  private static final int WAKE_UPS = 200;
  private static final Caller BENCH = new Caller("bench", Role.ADMIN);

  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  @Autowired Processes processes;
  @Autowired Operations operations;
  @Autowired Evacuations evacuations;
  @Autowired ProvisionClones provisioning;
  @Autowired ApplicationEventPublisher events;
  @Autowired Guests libvirt;

  /** Guests that are off; all others run. */
  record Guests(Set<UUID> off) {
    Guest of(UUID id) {
      return new Guest(id, "guest-" + id, !off.contains(id), 0);
    }
  }

  @TestConfiguration(proxyBeanMethods = false)
  static class Libvirt {
    @Bean
    Guests guestsOfTheBench() {
      return new Guests(ConcurrentHashMap.newKeySet());
    }

    /** Every guest that is asked for is there; every node has room. */
    @Bean
    @Primary
    Hypervisor manyGuests(Guests guests) {
      Pool pool = new Pool("default", "/pool", true, 4_000 * Herd.GIB, 3_000 * Herd.GIB);
      return (Hypervisor)
          Proxy.newProxyInstance(
              Hypervisor.class.getClassLoader(),
              new Class<?>[] {Hypervisor.class},
              (proxy, method, arguments) ->
                  switch (method.getName()) {
                    case "guest" -> Optional.of(guests.of((UUID) arguments[1]));
                    case "pool" -> pool;
                    case "pools" -> List.of(pool);
                    case "guests", "networks" -> List.of();
                    case "ensureOverlay" -> arguments[2];
                    case "toString" -> "libvirt";
                    case "hashCode" -> 1;
                    case "equals" -> proxy == arguments[0];
                    default -> null;
                  });
    }
  }

  private record Waiting(String operation, NodeName node, UUID guest) {}

  private final List<Waiting> waiting = new ArrayList<>();

  @Test
  void whatWaitingCosts() throws Exception {
    for (int i = 1; i <= NODES; i++) herd.node("n" + i, 512 * Herd.GIB, 0);
    herd.base("debian", Herd.GIB / 8);
    provisioned(); // what is done for the first time only, is not measured
    double alone = median(provisioned());
    System.out.println(
        "| waiting | rows/min each | history rows | commits/min | CPU Corral | CPU database |");
    System.out.println("|---|---|---|---|---|---|");
    for (int many : new int[] {1, 20, 500}) {
      waitAlso(many - waiting.size());
      rest(many);
    }
    double among = median(provisioned());
    double times = among / alone;
    System.out.printf("%n| a clone, alone | with 500 waiting | |%n|---|---|---|%n");
    System.out.printf("| %.0f ms | %.0f ms | %.2f × |%n", alone, among, times);
    System.out.printf("%n| from | to | p50 | p99 |%n|---|---|---|---|%n");
    print("the monitor sees the guest off", "the drain's part has ended", seenOff());
    print("a child has ended", "its parent's step has ended", childEnded());
  }

  /** Drains of single guests whose users shall shut them down, within a week. */
  private void waitAlso(int more) throws InterruptedException {
    String drain = waiting.isEmpty() ? drain() : drains.get(0);
    for (int i = 0; i < more; i++) waiting.add(waits(drain, null));
    settle();
  }

  private final List<String> drains = new ArrayList<>();

  /** Something for the evacuation rows to belong to. */
  private String drain() {
    String id = processes.start("cordon-node", "n1", "bench", null, Map.of("node", "n1")).id();
    drains.add(id);
    return id;
  }

  private int guests;

  private Waiting waits(String drain, String parent) {
    NodeName node = new NodeName("n" + (1 + guests % NODES));
    UUID id = UUID.randomUUID();
    String name = "old-" + guests++;
    evacuations.add(drain, node, new Guest(id, name, true, 0), Evacuee.Mode.WAIT);
    Map<String, Object> values = new HashMap<>();
    values.put("drain", drain);
    values.put("guest", name);
    values.put("node", node.value());
    values.put("deadline", 7 * 24 * 3_600);
    if (parent != null) values.put("parent", parent);
    return new Waiting(
        processes.start("drain-guest", name + " on " + node, "bench", null, values).id(), node, id);
  }

  private void settle() throws InterruptedException {
    await(
        () ->
            sql.sql(
                        "select count(*) from corral.operation where ended_at is null and state <> 'WAITING'")
                    .query(Long.class)
                    .single()
                == 0);
    Thread.sleep(5_000);
  }

  private record Sum(long rows, long history, long commits, double own, double database) {}

  private void rest(int many) throws Exception {
    Sum before = sum();
    Thread.sleep(REST.toMillis());
    Sum after = sum();
    double minutes = REST.toMillis() / 60_000.0;
    System.out.printf(
        "| %d | %.1f | %d | %.0f | %.1f %% | %.1f %% |%n",
        many,
        (after.rows() - before.rows()) / minutes / many,
        after.history() - before.history(),
        (after.commits() - before.commits()) / minutes,
        100 * (after.own() - before.own()) / REST.toSeconds(),
        100 * (after.database() - before.database()) / REST.toSeconds());
  }

  private Sum sum() throws IOException {
    sql.sql("select pg_stat_force_next_flush()").query((row, n) -> 0).list();
    long own =
        ((OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
    return new Sum(written("act_%"), written("act_hi_%"), commits(), own / 1e9, databaseSeconds());
  }

  private long written(String tables) {
    return sql.sql(
            "select coalesce(sum(n_tup_ins + n_tup_upd + n_tup_del), 0) from pg_stat_user_tables where relname like ?")
        .param(tables)
        .query(Long.class)
        .single();
  }

  private long commits() {
    return sql.sql("select xact_commit from pg_stat_database where datname = current_database()")
        .query(Long.class)
        .single();
  }

  /** CPU seconds of all processes of the database that run now; see proc(5). */
  private double databaseSeconds() throws IOException {
    long pid = sql.sql("select pg_backend_pid()").query(Long.class).single();
    long postmaster = Long.parseLong(stat(pid)[1]);
    double ticks = 0;
    for (ProcessHandle child : ProcessHandle.of(postmaster).orElseThrow().children().toList()) {
      try {
        String[] stat = stat(child.pid());
        ticks += Long.parseLong(stat[11]) + Long.parseLong(stat[12]);
      } catch (IOException gone) {
        continue; // it ended in between
      }
    }
    return ticks / 100;
  }

  /** The fields after the command: state, parent, … */
  private static String[] stat(long pid) throws IOException {
    String all = Files.readString(Path.of("/proc/" + pid + "/stat"));
    return all.substring(all.lastIndexOf(')') + 2).split(" ");
  }

  private List<Double> provisioned() throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < CLONES; i++) {
      Operation begun =
          provisioning
              .start(
                  new Request(BENCH, null, null, false),
                  new ProvisionClones.NewClones("debian", 1, null, null, null, null, null))
              .operation();
      Instant ended = ended(begun.id());
      millis.add((double) Duration.between(begun.startedAt(), ended).toMillis());
    }
    return millis;
  }

  private Instant ended(String id) throws InterruptedException {
    await(() -> operations.get(id).endedAt() != null);
    assertThat(operations.get(id).state()).isEqualTo(Operation.State.DONE);
    return operations.get(id).endedAt();
  }

  private List<Double> seenOff() throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < WAKE_UPS; i++) {
      Waiting one = waiting.remove(waiting.size() - 1);
      Instant seen = seeOff(one);
      millis.add((double) Duration.between(seen, ended(one.operation())).toMillis());
    }
    return millis;
  }

  private Instant seeOff(Waiting one) {
    libvirt.off().add(one.guest());
    List<Guest> there =
        waiting.stream()
            .filter(w -> w.node().equals(one.node()))
            .map(w -> libvirt.of(w.guest()))
            .collect(java.util.stream.Collectors.toCollection(ArrayList::new));
    there.add(libvirt.of(one.guest()));
    Instant seen = Instant.now();
    events.publishEvent(
        new NodeObserved(one.node(), new Vitals(seen, 1, 1, 0, 1, there, List.of())));
    return seen;
  }

  private List<Double> childEnded() throws InterruptedException {
    List<Double> millis = new ArrayList<>();
    for (int i = 0; i < WAKE_UPS / 2; i++) {
      String parent =
          processes
              .start("provision-clones", "bench-" + i, "bench", null, Map.of("base", "debian"))
              .id();
      Waiting child = waits(drains.get(0), parent);
      await(() -> operations.get(parent).state() == Operation.State.WAITING);
      await(() -> operations.get(child.operation()).state() == Operation.State.WAITING);
      seeOff(child);
      Instant ended = ended(child.operation());
      millis.add((double) Duration.between(ended, ended(parent)).toMillis());
    }
    return millis;
  }

  private static void await(java.util.function.BooleanSupplier condition)
      throws InterruptedException {
    Instant end = Instant.now().plusSeconds(120);
    while (!condition.getAsBoolean()) {
      assertThat(Instant.now()).as("it takes too long").isBefore(end);
      Thread.sleep(3);
    }
  }

  private static void print(String from, String to, List<Double> millis) {
    millis.sort(null);
    System.out.printf(
        "| %s | %s | %.0f ms | %.0f ms |%n",
        from, to, median(millis), millis.get((int) Math.ceil(millis.size() * 0.99) - 1));
  }

  private static double median(List<Double> values) {
    return values.stream().sorted().toList().get(values.size() / 2);
  }
}
