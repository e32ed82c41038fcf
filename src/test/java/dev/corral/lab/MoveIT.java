package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Clones change their home, and nodes die in the middle of it. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class MoveIT {
  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final int OWN_MIB = 8;
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.run("seed", "n1", "golden", "golden", "0", "1", "64M");
    corral = Corral.fresh("move");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "off", "start", false)));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "on", "start", false)));
    for (String clone : List.of("off", "on")) // what its users have written
    lab.sh(
          home(clone),
          "head -c %d /dev/urandom > /tmp/own && qemu-io -c 'write -s /tmp/own 16M %dM' %s"
              .formatted(OWN_MIB << 20, OWN_MIB, disk(clone)));
    corral.done(corral.post("/clones/on/start", Map.of()));
    await().atMost(Duration.ofSeconds(30)).until(() -> beats("on")[1] > 0);
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static String home(String clone) {
    return corral.get("/clones/" + clone).text("node");
  }

  private static String disk(String clone) {
    return "/var/lib/libvirt/images/" + clone + ".vda.qcow2";
  }

  private static int[] beats(String clone) {
    String[] said = lab.run("beats", home(clone), clone + ".vda").split(" ");
    return new int[] {Integer.parseInt(said[0]), Integer.parseInt(said[1])};
  }

  /** Of all that its guest would read. */
  private static String sum(String clone) {
    return lab.sh(
        home(clone),
        "qemu-img convert -U -O raw %s /tmp/all && sha256sum < /tmp/all; rm -f /tmp/all"
            .formatted(disk(clone)));
  }

  /** Of what its users have written. */
  private static String ownSum(String clone) {
    return lab.sh(
        home(clone),
        "qemu-img convert -U -O raw %s /tmp/all && dd if=/tmp/all bs=1M skip=16 count=%d status=none | sha256sum; rm -f /tmp/all"
            .formatted(disk(clone), OWN_MIB));
  }

  private static void onlyAt(String node, String clone) {
    for (String other : NODES) {
      if (other.equals(node)) continue;
      assertThat(lab.images(other)).as(other).noneMatch(f -> f.contains("/" + clone + "."));
      assertThat(lab.defined(other)).as(other).doesNotContain(clone);
    }
    assertThat(lab.defined(node)).contains(clone);
    assertThat(home(clone)).isEqualTo(node);
  }

  @Test
  @Order(1)
  void aRoundTripKeepsEveryByte() {
    String first = home("off");
    String before = sum("off");
    assertThat(before).hasSizeGreaterThanOrEqualTo(64);
    for (String next : List.of("n1", "n2", "n3", "n1", first)) {
      if (home("off").equals(next)) continue;
      corral.done(corral.post("/clones/off/move", Map.of("node", next)));
      onlyAt(next, "off");
      assertThat(sum("off")).isEqualTo(before);
      Corral.Answer clone = corral.get("/clones/off");
      assertThat(clone.text("state")).isEqualTo("STOPPED");
      assertThat(clone.text("generation")).isEqualTo("1");
    }
  }

  @Test
  @Order(2)
  void aRunningGuestGoesRoundWithoutABootAndKeepsWhatItsUsersWrote() {
    String own = ownSum("on");
    assertThat(own).hasSizeGreaterThanOrEqualTo(64);
    for (int i = 0; i < NODES.size(); i++) {
      String next = NODES.get((NODES.indexOf(home("on")) + 1) % NODES.size());
      int[] before = beats("on");
      JsonNode move =
          corral.done(corral.post("/clones/on/move", Map.of("node", next, "live", true)));
      assertThat(Corral.step(move, "MigrateLive").path("state").asText()).isEqualTo("DONE");
      onlyAt(next, "on");
      await().atMost(Duration.ofSeconds(30)).until(() -> beats("on")[1] > before[1]);
      assertThat(beats("on")[0]).isEqualTo(before[0]);
      assertThat(ownSum("on")).isEqualTo(own);
    }
  }

  @Test
  @Order(3)
  void aMoveThatCannotBeIsRefusedBeforeAnythingChanges() {
    String home = home("on");
    assertThat(corral.post("/clones/on/move", Map.of("node", home)).text("code"))
        .isEqualTo("LIVES_THERE");
    assertThat(corral.post("/clones/on/move", Map.of("node", "n9")).status()).isEqualTo(404);
    assertThat(corral.post("/clones/on/move", Map.of("deadline", -1)).text("code"))
        .isEqualTo("BAD_DEADLINE");
    String target = NODES.get((NODES.indexOf(home) + 1) % NODES.size());
    corral.done(corral.post("/nodes/" + target + "/cordon", Map.of()));
    Corral.Answer refused = corral.post("/clones/on/move", Map.of("node", target));
    assertThat(refused.text("code")).isEqualTo("NO_ROOM");
    assertThat(refused.text("detail")).contains("it is cordoned");
    corral.done(corral.post("/nodes/" + target + "/activate", Map.of()));
  }

  /** Slow enough to be caught in the middle. */
  private static String begin(String target) {
    lab.run("slow", home("on"), "6mbit");
    String id = corral.post("/clones/on/move", Map.of("node", target, "live", true)).text("id");
    corral.await_(
        id,
        o -> {
          int percent = o.path("percent").asInt();
          return percent > 15 || !Corral.isUnderWay(o);
        });
    assertThat(Corral.isUnderWay(corral.operation(id))).isTrue();
    return id;
  }

  @Test
  @Order(4)
  void aTargetThatDiesInTheMiddleLeavesTheGuestWhereItIs() {
    String home = home("on");
    String target = NODES.get((NODES.indexOf(home) + 1) % NODES.size());
    int[] before = beats("on");
    String id = begin(target);
    lab.run("kill", target);
    JsonNode ended = corral.settled(id);
    assertThat(ended.path("state").asText()).isNotEqualTo("DONE");
    assertThat(home("on")).isEqualTo(home);
    lab.run("fast", home);
    if (!ended.path("state").asText().equals("REFUSED"))
      corral.post("/operations/" + id + "/cancel", Map.of());
    await().atMost(Duration.ofSeconds(30)).until(() -> beats("on")[1] > before[1]);
    assertThat(beats("on")[0]).isEqualTo(before[0]);

    lab.run("on", target);
    await()
        .alias("what was begun there is removed")
        .atMost(Duration.ofSeconds(90))
        .until(() -> lab.images(target).stream().noneMatch(f -> f.contains("/on.")));
    onlyAt(home, "on");
  }

  @Test
  @Order(5)
  void aHomeThatDiesInTheMiddleKeepsTheOneDisk() {
    String home = home("on");
    String target = NODES.get((NODES.indexOf(home) + 1) % NODES.size());
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> corral.get("/nodes/" + target).text("health").equals("UP"));
    String id = begin(target);
    lab.run("kill", home);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> lab.running(target).stream().noneMatch("on"::equals));
    assertThat(home("on")).isEqualTo(home);
    lab.run("fast", home);
    lab.run("on", home);
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> corral.get("/nodes/" + home).text("health").equals("UP"));
    JsonNode ended = corral.settled(id);
    if (ended.path("state").asText().equals("INCIDENT")) {
      corral.post("/operations/" + id + "/cancel", Map.of());
      corral.settled(id);
    }
    String now = home("on");
    await()
        .atMost(Duration.ofSeconds(90))
        .until(
            () ->
                NODES.stream()
                    .filter(n -> !n.equals(now))
                    .allMatch(n -> lab.images(n).stream().noneMatch(f -> f.contains("/on."))));
    onlyAt(now, "on");
    assertThat(lab.sh(now, "qemu-img check -U " + disk("on"))).contains("No errors");
    assertThat(lab.sh(now, "qemu-img map -U --output=json " + disk("on"))).contains("16777216");
  }

  @Test
  @Order(6)
  void aKilledCorralGoesOnMoving() {
    if (!corral.get("/clones/on").text("state").equals("RUNNING"))
      corral.done(corral.post("/clones/on/start", Map.of()));
    String home = home("on");
    String target = NODES.get((NODES.indexOf(home) + 1) % NODES.size());
    await().atMost(Duration.ofSeconds(30)).until(() -> beats("on")[1] > 0);
    int boots = beats("on")[0];
    String id = begin(target);
    corral.kill();
    lab.run("fast", home);
    corral.start();
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    onlyAt(target, "on");
    assertThat(beats("on")[0]).isEqualTo(boots);
    assertThat(NODES.stream().filter(n -> lab.running(n).contains("on"))).containsExactly(target);
  }
}
