package dev.corral.sim;

import dev.corral.fakes.FakeFile;
import dev.corral.fakes.FakeGuest;
import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Holds the promises: after each action, and once all is whole again and has come to its end. */
final class Checker {
  private static final long CORRALS_RESERVE = 1L << 30;
  private final FakeHerd herd;
  private final JdbcClient sql;
  private final Map<UUID, Foreign> foreign = new LinkedHashMap<>();
  private final Map<String, String> files = new LinkedHashMap<>();
  private final Map<UUID, String> persistent = new LinkedHashMap<>();

  private record Foreign(FakeNode node, FakeGuest.State state) {}

  /** What is on the hosts now besides bases is somebody else's. */
  Checker(FakeHerd herd, JdbcClient sql) {
    this.herd = herd;
    this.sql = sql;
    for (FakeNode node : herd.nodes()) {
      for (FakeGuest guest : node.libvirt().all())
        foreign.put(guest.id(), new Foreign(node, guest.state()));
      node.files()
          .below(FakeNode.IMAGES)
          .forEach(
              (path, file) -> {
                if (isForeign(path)) files.put(node + ":" + path, content(path, file));
              });
    }
  }

  private static boolean isForeign(String path) {
    return !path.contains("/.corral/") && !path.matches(".*/debian\\.g\\d.*");
  }

  /** Of a disk whose guest writes, only that it is there. */
  private static String content(String path, FakeFile file) {
    return path.endsWith("theirs.qcow2") ? "there" : file.content().canonical();
  }

  /** What is broken now, in words that begin with the promise. */
  List<String> now() {
    List<String> broken = new ArrayList<>();
    herd.ledger().broken().forEach(b -> broken.add(promise(b) + ": " + b));
    foreign.forEach(
        (id, was) -> {
          FakeGuest.State state = was.node().libvirt().find(id).map(FakeGuest::state).orElse(null);
          if (state == null) broken.add("foreign guest: " + id + " is gone from " + was.node());
        });
    files.forEach(
        (place, content) -> {
          FakeNode node = herd.node(place.split(":")[0]);
          String path = place.split(":")[1];
          String now = node.files().find(path).map(f -> content(path, f)).orElse("gone");
          if (!now.equals(content)) broken.add("foreign file: " + place + " is changed or gone");
        });
    learn();
    persistent.forEach(
        (id, name) -> {
          if (herd.ledger().last(id) > 0 && herd.ledger().newest(id).isEmpty())
            broken.add("disk lost: what " + name + " wrote last is nowhere");
        });
    for (FakeNode node : herd.nodes()) memory(node, broken);
    return broken;
  }

  private static String promise(String note) {
    if (note.contains("runs on")) return "guest twice";
    return note.contains("switched off") ? "power off" : "disk rolled back";
  }

  private void learn() {
    sql.sql("select id, name from corral.clone where id is not null and not volatile")
        .query((row, n) -> Map.entry(row.getObject(1, UUID.class), row.getString(2)))
        .list()
        .forEach(e -> persistent.put(e.getKey(), e.getValue()));
  }

  private static void memory(FakeNode node, List<String> broken) {
    long used =
        node.libvirt().all().stream().filter(FakeGuest::active).mapToLong(FakeGuest::memory).sum();
    if (used > node.memory() - CORRALS_RESERVE)
      broken.add("over-committed: guests on " + node + " have " + used + " bytes");
  }

  /** What has not come to a good end, though all is whole. */
  List<String> atTheEnd() {
    List<String> broken = now();
    sql.sql(
            "select id || ' ' || kind || ' ' || subject || ' ' || state from corral.operation where"
                + " ended_at is null order by 1")
        .query(String.class)
        .list()
        .forEach(o -> broken.add("never ends: " + o));
    sql
        .sql(
            "select name, id, home, state from corral.clone where home is not null and id is not"
                + " null order by 1")
        .query(
            (row, n) ->
                placed(
                    row.getString(1),
                    row.getObject(2, UUID.class),
                    row.getString(3),
                    row.getString(4)))
        .list()
        .stream()
        .filter(w -> !w.isEmpty())
        .forEach(broken::add);
    return broken;
  }

  private String placed(String name, UUID id, String home, String state) {
    var guest = herd.node(home).libvirt().find(id);
    if (guest.isEmpty() && (state.equals("RUNNING") || state.equals("STOPPED")))
      return "clone lost: " + name + " is " + state + ", but not defined on " + home;
    if (guest.isPresent() && state.equals("RUNNING") && !guest.get().active())
      return "clone wrong: " + name + " does not run on " + home;
    for (FakeNode node : herd.nodes())
      if (!node.name().equals(home)
          && node.libvirt().find(id).filter(FakeGuest::running).isPresent())
        return "clone astray: " + name + " runs on " + node + ", its home is " + home;
    return "";
  }

  /** Attempts that failed with an unexpected error. */
  List<String> unforeseen() {
    return sql.sql(
            "select distinct 'unforeseen: ' || step || ' ' || detail from corral.step_attempt where"
                + " code = 'UNFORESEEN'")
        .query(String.class)
        .list();
  }
}
