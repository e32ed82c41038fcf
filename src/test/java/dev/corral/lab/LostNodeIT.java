package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Nodes that lose their power or their network, with guests on them. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class LostNodeIT {
  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final int LOST_AFTER = 8;

  /** What the documentation adds: a second, one verification, and a second for this test's look. */
  private static final int NOTICED = 8;

  /** A recovery begins so long after the last answer, and one round. */
  private static final int RECOVERY_AFTER = 5 + LOST_AFTER + 7 + 3;

  private static final String MAIN = Lab.at(1);
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.run("seed", "n1", "golden", "golden", "0", "1"); // a heartbeat each second
    corral =
        Corral.fresh(
            "lost-node",
            "--corral.monitor.lost-after=" + LOST_AFTER + "s",
            "--corral.monitor.together=5s");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  @AfterEach
  void noWallsLeft() {
    for (String node : NODES) lab.sh(node, "iptables -F; pkill -CONT libvirtd");
  }

  private static ConditionFactory within(int seconds) {
    return await()
        .atMost(Duration.ofSeconds(seconds))
        .pollInterval(Duration.ofMillis(200))
        .pollDelay(Duration.ZERO);
  }

  private static String health(String node) {
    return corral.get("/nodes/" + node).text("health");
  }

  private static String evidence(String node) {
    return corral.get("/nodes/" + node).text("evidence");
  }

  private static void lost(String node) {
    within(LOST_AFTER + NOTICED).until(() -> health(node).equals("LOST"));
  }

  private static void back(String... nodes) {
    for (String node : nodes) within(60).until(() -> health(node).equals("UP"));
  }

  private static JsonNode clone(String name) {
    return corral.get("/clones/" + name).body();
  }

  private static String state(String clone) {
    return clone(clone).path("state").asText();
  }

  /** So many running clones NAME-1, NAME-2 … on that node. */
  private static List<String> on(String node, String name, int count, boolean isVolatile) {
    for (String other : NODES)
      if (!other.equals(node)) corral.done(corral.post("/nodes/" + other + "/cordon", Map.of()));
    corral.done(
        corral.post(
            "/clones",
            Map.of("base", "tiny", "count", count, "name", name, "volatile", isVolatile)));
    for (String other : NODES)
      if (!other.equals(node)) corral.done(corral.post("/nodes/" + other + "/activate", Map.of()));
    return Stream.iterate(1, i -> i + 1).limit(count).map(i -> name + "-" + i).toList();
  }

  private static List<JsonNode> recoveries(String node) {
    return corral.list("/operations?kind=recover-node&subject=" + node);
  }

  private static String openRecovery(String node) {
    return recoveries(node).stream()
        .filter(o -> o.path("endedAt").isNull())
        .map(o -> o.path("id").asText())
        .findFirst()
        .orElse("");
  }

  private static List<String> alerts() {
    List<String> codes = new ArrayList<>();
    corral.get("/cluster").body().path("alerts").forEach(a -> codes.add(a.path("code").asText()));
    return codes;
  }

  /** Who runs where, by the hosts' own libvirt; a name that runs twice has two places. */
  private static Map<String, List<String>> places() {
    Map<String, List<String>> places = new TreeMap<>();
    for (String node : NODES)
      for (String guest : lab.running(node))
        places.computeIfAbsent(guest, g -> new ArrayList<>()).add(node);
    return places;
  }

  private static void nothingRunsTwice() {
    assertThat(places().entrySet()).noneMatch(e -> e.getValue().size() > 1);
  }

  private static void cut(String node) {
    lab.sh(node, "iptables -I INPUT -j DROP; iptables -I OUTPUT -j DROP");
  }

  private static void heal(String node) {
    lab.sh(node, "iptables -D INPUT -j DROP; iptables -D OUTPUT -j DROP");
  }

  private static int beats(String node, String clone) {
    return Integer.parseInt(lab.run("beats", node, clone + ".vda").split(" ")[1]);
  }

  private static int boots(String node, String clone) {
    return Integer.parseInt(lab.run("beats", node, clone + ".vda").split(" ")[0]);
  }

  /** How long the slowest but one of twenty requests takes, in milliseconds. */
  private static long slow() {
    List<Long> times = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      long began = System.nanoTime();
      corral.get(i % 2 == 0 ? "/clones" : "/nodes");
      times.add(TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - began));
    }
    Collections.sort(times);
    return times.get(18);
  }

  private static void thirtyOperations() {
    corral.done(corral.post("/nodes/n2/cordon", Map.of()));
    assertThat(corral.post("/clones", Map.of("base", "tiny", "count", 30, "name", "load")).status())
        .isEqualTo(202);
  }

  @Test
  @Order(1)
  void aNodeWithoutPowerIsLostInTimeUnderLoadAndOnlyItsVolatileClonesAreReplaced() {
    List<String> kept = on("n2", "kept", 3, false);
    on("n2", "class", 2, true);
    thirtyOperations();
    long before = slow();
    lab.run("kill", "n2");
    long began = System.nanoTime();
    long during = 0;
    while (!health("n2").equals("LOST")) {
      during = Math.max(during, slow());
      assertThat(Duration.ofNanos(System.nanoTime() - began))
          .as("since the power was cut")
          .isLessThan(Duration.ofSeconds(LOST_AFTER + NOTICED));
    }
    System.out.printf(
        "LOST after %.1f s; requests: %d ms before, %d ms while it was silent%n",
        (System.nanoTime() - began) / 1e9, before, during);
    assertThat(during).as("milliseconds for a request").isLessThan(Math.max(1_500, 3 * before));
    assertThat(evidence("n2"))
        .contains("no answer by any way", "libvirt: ", "SSH: ", "n1 does not reach it");
    for (String clone : kept) assertThat(state(clone)).isEqualTo("UNREACHABLE");
    assertThat(alerts()).contains("NODE_LOST");

    Corral.Answer refused = corral.post("/clones/kept-1/start", Map.of());
    assertThat(refused.status()).isEqualTo(409);
    assertThat(refused.text("code")).isEqualTo("NODE_LOST");
    assertThat(corral.send("DELETE", "/clones/kept-1?force=true", null, Map.of()).text("code"))
        .isEqualTo("NODE_LOST");

    within(RECOVERY_AFTER).until(() -> !openRecovery("n2").isEmpty());
    corral.kill();
    corral.start();
    within(90)
        .until(() -> state("class-3").equals("RUNNING") && state("class-4").equals("RUNNING"));
    assertThat(corral.get("/clones/class-5").status()).as("one stand-in each").isEqualTo(404);
    assertThat(recoveries("n2")).hasSize(1);
    within(120)
        .until(
            () ->
                corral.list("/clones").stream()
                        .filter(c -> c.path("name").asText().startsWith("load-"))
                        .filter(c -> c.path("state").asText().equals("RUNNING"))
                        .count()
                    == 30);
    for (String clone : kept) {
      assertThat(places()).doesNotContainKey(clone);
      assertThat(clone(clone).path("node").asText()).isEqualTo("n2");
    }
    nothingRunsTwice();
  }

  @Test
  @Order(2)
  void whenItIsBackAllIsReconciledAndNothingRunsTwice() {
    String recovery = openRecovery("n2");
    lab.run("on", "n2");
    back("n2");
    JsonNode done = corral.settled(recovery);
    assertThat(done.path("state").asText()).isEqualTo("DONE");
    assertThat(Corral.step(done, "ReconcileNode").path("state").asText()).isEqualTo("DONE");
    within(30).until(() -> corral.get("/clones/class-1").status() == 404);
    within(30).until(() -> corral.get("/clones/class-2").status() == 404);
    for (String clone : List.of("kept-1", "kept-2", "kept-3"))
      assertThat(state(clone)).isEqualTo("STOPPED");
    assertThat(lab.defined("n2")).containsExactly("kept-1", "kept-2", "kept-3");
    assertThat(lab.images("n2")).noneMatch(f -> f.contains("class-"));
    nothingRunsTwice();
    corral.done(corral.post("/nodes/n2/activate", Map.of()));
    for (String clone : List.of("kept-1", "kept-2", "kept-3"))
      corral.done(corral.post("/clones/" + clone + "/start", Map.of()));
    for (int i = 1; i <= 30; i++)
      corral.send("DELETE", "/clones/load-" + i + "?force=true", null, Map.of());
    within(120)
        .until(
            () ->
                corral.list("/operations?kind=remove-clone").stream()
                    .noneMatch(Corral::isUnderWay));
    assertThat(alerts()).isEmpty();
  }

  @Test
  @Order(3)
  void aPersonMayConfirmThatItIsOffAndOnlyThenItsClonesAreMadeAnewElsewhere() {
    Corral.Answer early = corral.post("/nodes/n2/confirm-off", Map.of("reason", "a guess"));
    assertThat(early.status()).isEqualTo(409);
    assertThat(early.text("code")).isEqualTo("NODE_ANSWERS");

    lab.run("kill", "n2");
    lost("n2");
    Corral.Answer plan =
        corral.post("/nodes/n2/confirm-off?dryRun=true", Map.of("startElsewhere", true));
    assertThat(plan.body().toString()).contains("kept-1", "NEW disk", "stays there untouched");
    corral.done(
        corral.post(
            "/nodes/n2/confirm-off",
            Map.of("startElsewhere", true, "reason", "unplugged, seen at the rack")));
    assertThat(health("n2")).isEqualTo("OFF");
    assertThat(evidence("n2")).contains("confirmed off by admin", "unplugged");
    for (String clone : List.of("kept-1", "kept-2", "kept-3")) {
      assertThat(state(clone)).isEqualTo("RUNNING");
      assertThat(clone(clone).path("node").asText()).isNotEqualTo("n2");
      assertThat(places().get(clone)).containsExactly(clone(clone).path("node").asText());
    }

    lab.run("on", "n2");
    back("n2");
    within(60)
        .until(
            () ->
                openRecovery("n2").isEmpty()
                    && recoveries("n2").stream()
                        .anyMatch(o -> o.path("reason").asText().equals("it is back")));
    assertThat(lab.running("n2")).isEmpty();
    assertThat(lab.defined("n2")).containsExactly("kept-1", "kept-2", "kept-3");
    assertThat(lab.images("n2")).anyMatch(f -> f.contains("kept-1.vda"));
    for (String clone : List.of("kept-1", "kept-2", "kept-3"))
      assertThat(clone(clone).path("node").asText()).isNotEqualTo("n2");
    assertThat(alerts()).containsExactly("DISK_KEPT");
    nothingRunsTwice();

    lab.sh("n2", "virsh start kept-1");
    within(20).until(() -> alerts().contains("GUEST_TWICE"));
    assertThat(lab.running("n2")).as("not killed").containsExactly("kept-1");
    lab.sh("n2", "virsh destroy kept-1");

    corral.done(
        corral.post("/nodes/n2/clean", Map.of("keptDisks", true, "reason", "nothing in them")));
    assertThat(lab.defined("n2")).isEmpty();
    assertThat(lab.images("n2")).noneMatch(f -> f.contains("kept-"));
    within(20).until(() -> alerts().isEmpty());
    nothingRunsTwice();
  }

  @Test
  @Order(4)
  void aNetworkThatIsCutAndHealsStopsNoGuestAndDoublesNone() {
    on("n2", "calm", 2, false);
    on("n2", "brief", 2, true);
    int boots = boots("n2", "calm-1");
    cut("n2");
    lost("n2");
    int beats = beats("n2", "calm-1");
    within(RECOVERY_AFTER).until(() -> !openRecovery("n2").isEmpty());
    String recovery = openRecovery("n2");
    within(60)
        .until(() -> state("brief-3").equals("RUNNING") && state("brief-4").equals("RUNNING"));
    within(30).until(() -> beats("n2", "calm-1") > beats);
    assertThat(lab.running("n2")).containsExactly("brief-1", "brief-2", "calm-1", "calm-2");
    heal("n2");
    back("n2");
    assertThat(corral.settled(recovery).path("state").asText()).isEqualTo("DONE");
    for (String clone : List.of("calm-1", "calm-2", "brief-1", "brief-2", "brief-3")) {
      within(20).until(() -> state(clone).equals("RUNNING"));
      assertThat(places().get(clone)).containsExactly(clone(clone).path("node").asText());
    }
    assertThat(clone("brief-1").path("node").asText()).isEqualTo("n2");
    assertThat(boots("n2", "calm-1")).as("no new boot").isEqualTo(boots);
    nothingRunsTwice();
    assertThat(alerts()).isEmpty();
  }

  @Test
  @Order(5)
  void twoOfThreeCutAtOnceAreOneAlertAndZeroActions() {
    back("n2", "n3");
    within(30).until(() -> openRecovery("n2").isEmpty() && alerts().isEmpty());
    Map<String, List<String>> before = places();
    int operations = corral.list("/operations").size();
    cut("n2");
    cut("n3");
    lost("n2");
    lost("n3");
    await()
        .during(Duration.ofSeconds(RECOVERY_AFTER))
        .atMost(Duration.ofSeconds(RECOVERY_AFTER + 10))
        .until(
            () ->
                alerts().equals(List.of("NODES_VANISHED"))
                    && corral.list("/operations").size() == operations);
    assertThat(places()).isEqualTo(before);
    heal("n2");
    heal("n3");
    back("n2", "n3");
    within(20).until(() -> alerts().isEmpty());
    within(20)
        .until(
            () ->
                corral.list("/clones").stream()
                    .allMatch(c -> c.path("state").asText().equals("RUNNING")));
    assertThat(corral.list("/operations")).hasSize(operations);
    assertThat(places()).isEqualTo(before);
  }

  @Test
  @Order(6)
  void aNodeWhoseLibvirtHangsOrThatOnlyCorralCannotReachIsNotLost() {
    lab.sh("n2", "pkill -STOP libvirtd");
    within(LOST_AFTER + NOTICED)
        .until(() -> evidence("n2").startsWith("it is there, but its libvirt does not answer"));
    notLostForAWhile();
    assertThat(corral.post("/nodes/n2/confirm-off", Map.of("reason", "a guess")).text("code"))
        .isEqualTo("NODE_ANSWERS");
    lab.sh("n2", "pkill -CONT libvirtd");
    back("n2");

    lab.sh("n2", "iptables -I INPUT -s " + MAIN + " -j DROP");
    within(LOST_AFTER + NOTICED)
        .until(() -> evidence("n2").startsWith("other nodes reach it, Corral does not"));
    notLostForAWhile();
    Corral.Answer refused = corral.post("/nodes/n2/confirm-off", Map.of("reason", "a guess"));
    assertThat(refused.text("code")).isEqualTo("NODE_ANSWERS");
    assertThat(refused.text("detail")).contains("reaches it");
    lab.sh("n2", "iptables -D INPUT -s " + MAIN + " -j DROP");
    back("n2");
  }

  private static void notLostForAWhile() {
    int operations = corral.list("/operations").size();
    await()
        .during(Duration.ofSeconds(LOST_AFTER + NOTICED))
        .atMost(Duration.ofSeconds(3 * LOST_AFTER + NOTICED))
        .until(
            () ->
                health("n2").equals("DEGRADED") && corral.list("/operations").size() == operations);
  }
}
