package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Nodes are drained, switched off and restored, while their guests go on. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class DrainIT {
  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final List<String> SIX =
      IntStream.rangeClosed(1, 6).mapToObj(i -> "six-" + i).toList();
  private static final int BASE_MIB = 20;
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.run(
        Map.of("RANDOM_MB", Integer.toString(BASE_MIB)),
        "seed",
        "n1",
        "golden",
        "golden",
        "0",
        "1");
    lab.run("seed", "n1", "deaf", "deaf", "255", "1");
    corral = Corral.fresh("drain");
    corral.herd(lab, "n1", "n2", "n3");
    for (String base : List.of("golden", "deaf")) {
      corral.done(corral.post("/bases", Map.of("name", base, "domain", base)));
      corral.done(corral.put("/bases/" + base + "/copies", Map.of("nodes", List.of("n2", "n3"))));
    }
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  /** On that node and no other. */
  private static void clonesOn(String node, Map<String, Object> wish) {
    for (String other : NODES)
      if (!other.equals(node)) corral.done(corral.post("/nodes/" + other + "/cordon", Map.of()));
    corral.done(corral.post("/clones", wish));
    for (String other : NODES)
      if (!other.equals(node)) corral.done(corral.post("/nodes/" + other + "/activate", Map.of()));
  }

  private static String node(String node, String what) {
    return corral.get("/nodes/" + node).text(what);
  }

  private static String home(String clone) {
    return corral.get("/clones/" + clone).text("node");
  }

  /** Boots and heartbeats, from its disk at home. */
  private static int[] beats(String clone) {
    String[] said = lab.run("beats", home(clone), clone + ".vda").split(" ");
    return new int[] {Integer.parseInt(said[0]), Integer.parseInt(said[1])};
  }

  private static Map<String, int[]> beatsOf(List<String> clones) {
    Map<String, int[]> beats = new TreeMap<>();
    for (String clone : clones) {
      await().atMost(Duration.ofSeconds(30)).until(() -> beats(clone)[1] > 0);
      beats.put(clone, beats(clone));
    }
    return beats;
  }

  /** No boot since, and its heart goes on. */
  private static void goOn(Map<String, int[]> before) {
    before.forEach(
        (clone, beats) -> {
          await()
              .alias("the heart of " + clone + " beats on")
              .atMost(Duration.ofSeconds(30))
              .until(() -> beats(clone)[1] > beats[1]);
          assertThat(beats(clone)[0]).as("boots of " + clone).isEqualTo(beats[0]);
        });
  }

  /** Each of them runs on exactly one node: its home. */
  private static void runOnce(List<String> clones) {
    for (String clone : clones)
      assertThat(NODES.stream().filter(n -> isOn(n) && lab.running(n).contains(clone)))
          .as(clone)
          .containsExactly(home(clone));
  }

  private static boolean isOn(String node) {
    return lab.run("status").lines().anyMatch(l -> l.startsWith(node + " on"));
  }

  private static double diskMib(JsonNode move) {
    Matcher sent =
        Pattern.compile("([0-9.]+) MiB of disk")
            .matcher(Corral.step(move, "MigrateLive").path("detail").asText());
    assertThat(sent.find()).as("says what was sent: " + move).isTrue();
    return Double.parseDouble(sent.group(1));
  }

  @Test
  @Order(1)
  void aDrainedNodeIsOffAndItsSixGuestsRunElsewhereWithoutABoot() {
    clonesOn("n2", Map.of("base", "golden", "count", 6, "name", "six"));
    Map<String, int[]> before = beatsOf(SIX);
    JsonNode plan =
        corral
            .post("/nodes/n2/drain?dryRun=true", Map.of("mode", "migrate", "powerOff", true))
            .body()
            .path("details");
    assertThat(plan.path("guests")).hasSize(6);
    assertThat(plan.path("guests"))
        .allMatch(g -> List.of("n1", "n3").contains(g.path("to").asText()));
    assertThat(node("n2", "availability")).isEqualTo("ACTIVE");

    corral.done(corral.post("/nodes/n2/drain", Map.of("mode", "migrate", "powerOff", true)));
    assertThat(lab.run("status")).contains("n2 off");
    assertThat(node("n2", "health")).isEqualTo("OFF");
    assertThat(node("n2", "availability")).isEqualTo("DRAINED");
    assertThat(SIX).allMatch(c -> List.of("n1", "n3").contains(home(c)));
    runOnce(SIX);
    goOn(before);
    for (JsonNode move : corral.list("/operations?kind=move-clone")) {
      double overlay =
          Double.parseDouble(
                  lab.sh(
                      home(move.path("clone").asText()),
                      "stat -c %s /var/lib/libvirt/images/"
                          + move.path("clone").asText()
                          + ".vda.qcow2"))
              / (1 << 20);
      assertThat(diskMib(corral.operation(move.path("id").asText())))
          .as("at most the overlay, and by no means the base")
          .isLessThanOrEqualTo(overlay * 1.05 + 0.05);
    }
  }

  @Test
  @Order(2)
  void restoringWakesTheNodeAndBringsTheSixBackButThoseThatAPersonHasMoved() {
    Map<String, int[]> before = beatsOf(SIX);
    String other = home("six-6").equals("n1") ? "n3" : "n1";
    corral.done(corral.post("/clones/six-6/move", Map.of("node", other)));
    corral.done(corral.post("/nodes/n2/restore", Map.of()));
    assertThat(node("n2", "health")).isEqualTo("UP");
    assertThat(node("n2", "availability")).isEqualTo("ACTIVE");
    assertThat(SIX.subList(0, 5)).allMatch(c -> home(c).equals("n2"));
    assertThat(home("six-6")).isEqualTo(other);
    runOnce(SIX);
    goOn(before);
  }

  @Test
  @Order(3)
  void nothingIsPlacedOnANodeThatIsBeingDrained() {
    List<String> operations = new ArrayList<>();
    operations.add(
        corral.post("/clones", Map.of("base", "golden", "count", 10, "name", "early")).text("id"));
    operations.add(corral.post("/nodes/n2/drain", Map.of("mode", "migrate")).text("id"));
    operations.add(
        corral.post("/clones", Map.of("base", "golden", "count", 10, "name", "late")).text("id"));
    for (String id : operations)
      assertThat(corral.settled(id).path("state").asText()).isEqualTo("DONE");
    List<String> twenty =
        corral.list("/clones").stream()
            .map(c -> c.path("name").asText())
            .filter(n -> n.startsWith("early") || n.startsWith("late"))
            .toList();
    assertThat(twenty).hasSize(20).allMatch(c -> !home(c).equals("n2"));
    assertThat(lab.running("n2")).isEmpty();
    runOnce(twenty);
    for (String clone : twenty)
      corral.done(corral.send("DELETE", "/clones/" + clone + "?force=true", null, Map.of()));
    corral.done(corral.post("/nodes/n2/restore", Map.of()));
  }

  @Test
  @Order(4)
  void aGuestThatIsNotCorralsStandsInTheWayUntilAPersonSaysWhatBecomesOfIt() {
    lab.run("seed", "n3", "nas", "nas", "0", "1");
    lab.sh("n3", "virsh start nas");
    Corral.Answer refused = corral.post("/nodes/n3/drain", Map.of("mode", "migrate"));
    assertThat(refused.text("code")).isEqualTo("DRAIN_BLOCKED");
    assertThat(refused.text("detail")).contains("nas: it is none of Corral's clones");
    assertThat(node("n3", "availability")).isEqualTo("ACTIVE");
    corral.done(
        corral.post(
            "/nodes/n3/drain", Map.of("mode", "migrate", "guests", Map.of("nas", "shutdown"))));
    assertThat(lab.running("n3")).isEmpty();
    corral.done(corral.post("/nodes/n3/restore", Map.of()));
  }

  @Test
  @Order(5)
  void aGuestDeafToShutdownIsOneIncidentThatCanBeSkippedAndHoldsUpNoOther() {
    clonesOn("n3", Map.of("base", "deaf", "name", "stubborn"));
    clonesOn("n3", Map.of("base", "golden", "name", "obedient"));
    String id =
        corral
            .post("/nodes/n3/drain", Map.of("mode", "shutdown", "deadline", 5, "powerOff", true))
            .text("id");
    JsonNode stuck = corral.settled(id);
    assertThat(stuck.path("state").asText()).isEqualTo("INCIDENT");
    await().atMost(Duration.ofSeconds(20)).until(() -> !lab.running("n3").contains("obedient"));
    List<JsonNode> guests = corral.list("/operations?kind=drain-guest&parent=" + id);
    assertThat(guests.stream().filter(g -> g.path("state").asText().equals("INCIDENT")))
        .extracting(g -> g.path("subject").asText())
        .containsExactly("stubborn on n3");
    String incident =
        guests.stream()
            .filter(g -> g.path("state").asText().equals("INCIDENT"))
            .findFirst()
            .orElseThrow()
            .path("id")
            .asText();
    assertThat(Corral.step(corral.operation(incident), "TurnToLastWay").path("error").path("code"))
        .hasToString("\"GUEST_STAYS\"");

    corral.post("/operations/" + incident + "/skip", Map.of("reason", "its users are told"));
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(lab.running("n3")).containsExactly("stubborn");
    assertThat(node("n3", "availability")).isEqualTo("DRAINED");
    assertThat(lab.run("status")).as("it is not switched off with a guest on it").contains("n3 on");
    corral.done(corral.post("/nodes/n3/restore", Map.of()));
  }

  @Test
  @Order(6)
  void atTheDeadlineTheLastWayIsTaken() {
    assertThat(lab.running("n3")).contains("stubborn");
    corral.done(
        corral.post("/nodes/n3/drain", Map.of("mode", "shutdown", "deadline", 3, "then", "force")));
    assertThat(lab.running("n3")).isEmpty();
    corral.done(corral.post("/nodes/n3/restore", Map.of()));
  }

  @Test
  @Order(7)
  void cancellingReturnsTheNode() {
    assertThat(lab.running("n2")).isNotEmpty();
    String id = corral.post("/nodes/n2/drain", Map.of("mode", "wait", "deadline", 3600)).text("id");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> node("n2", "availability").equals("DRAINING"));
    Corral.Answer cancelled = corral.post("/operations/" + id + "/cancel", Map.of());
    assertThat(cancelled.status()).as(cancelled::toString).isEqualTo(202);
    assertThat(corral.operation(id).path("state").asText()).isEqualTo("CANCELLED");
    assertThat(node("n2", "availability")).isEqualTo("ACTIVE");
    assertThat(corral.list("/operations?kind=drain-guest")).noneMatch(Corral::isUnderWay);
  }

  @Test
  @Order(8)
  void aKilledCorralGoesOnDrainingAndRestoring() {
    List<String> five = SIX.subList(0, 5);
    Map<String, int[]> before = beatsOf(five);
    String drain =
        corral.post("/nodes/n2/drain", Map.of("mode", "migrate", "powerOff", true)).text("id");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> five.stream().anyMatch(c -> !home(c).equals("n2")));
    corral.kill();
    corral.start();
    corral.await_(drain, o -> o.path("state").asText().equals("DONE"));
    assertThat(lab.run("status")).contains("n2 off");
    runOnce(five);
    goOn(before);

    String restore = corral.post("/nodes/n2/restore", Map.of()).text("id");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> five.stream().anyMatch(c -> home(c).equals("n2")));
    corral.kill();
    corral.start();
    corral.await_(restore, o -> o.path("state").asText().equals("DONE"));
    assertThat(five).allMatch(c -> home(c).equals("n2"));
    runOnce(five);
    goOn(before);
  }
}
