package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Nodes that sleep, and are woken when they are needed: n1 and n2 beside Corral, n3 and n4 in a
 * subnet that its broadcasts do not reach.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class WakeIT {
  private static final Duration FRESH = Duration.ofSeconds(15);
  private static final List<String> LIES = new CopyOnWriteArrayList<>();
  static Lab lab;
  static Corral corral;
  private static final AtomicBoolean WATCHING = new AtomicBoolean(true);
  private static Thread watcher;

  @BeforeAll
  static void up() {
    lab = Lab.up(2);
    lab.onInSecondSubnet("n3");
    lab.onInSecondSubnet("n4");
    lab.seed("n1", "golden", 0);
    corral = Corral.fresh("wake", "--corral.wake.deadline=20s");
    corral.herd(lab, "n1", "n2", "n3", "n4");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
    watcher = new Thread(WakeIT::watch, "watches what is shown");
    watcher.setDaemon(true);
    watcher.start();
  }

  /** All the time: a node that is shown UP has answered within the last 15 seconds. */
  private static void watch() {
    while (WATCHING.get()) {
      LockSupport.parkNanos(Duration.ofMillis(200).toNanos());
      Instant asked = Instant.now();
      for (JsonNode node : corral.list("/nodes")) {
        Instant seen = Instant.parse(node.path("seenAt").asText());
        if (node.path("health").asText().equals("UP") && seen.isBefore(asked.minus(FRESH)))
          LIES.add(node.path("name").asText() + " is shown UP at " + asked + ", seen at " + seen);
      }
    }
  }

  @AfterAll
  static void down() throws InterruptedException {
    WATCHING.set(false);
    if (watcher != null) watcher.join();
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static String health(String node) {
    return corral.get("/nodes/" + node).text("health");
  }

  private static void off(String... nodes) {
    List<String> ids = new ArrayList<>();
    for (String node : nodes) {
      for (String guest : lab.running(node)) lab.sh(node, "virsh destroy " + guest);
      ids.add(corral.post("/nodes/" + node + "/power-off", Map.of()).text("id"));
    }
    for (String id : ids) assertThat(corral.settled(id).path("state").asText()).isEqualTo("DONE");
    for (String node : nodes) assertThat(health(node)).isEqualTo("OFF");
  }

  private static long wakeUps(String node) {
    return corral.list("/operations?kind=wake-node&node=" + node).size();
  }

  private static String awaitNode(JsonNode operation) {
    return Corral.step(operation, "AwaitNode").path("detail").asText();
  }

  @Test
  @Order(1)
  void aNodeWhoseFirstPacketsAreLostComesUp() {
    off("n2");
    lab.run("wol-start", "--lose", "4"); // two at a time: to port 9 and to port 7
    JsonNode woken = corral.done(corral.post("/nodes/n2/wake", Map.of()));
    assertThat(health("n2")).isEqualTo("UP");
    assertThat(awaitNode(woken)).containsPattern("packets sent [3-9] times from Corral to");
    lab.run("wol-stop");
    lab.run("wol-start");
  }

  @Test
  @Order(2)
  void aNodeInAnotherSubnetIsWokenByItsNeighbour() {
    off("n4");
    JsonNode woken = corral.done(corral.post("/nodes/n4/wake", Map.of()));
    assertThat(awaitNode(woken)).contains("by n3 to ").contains("UP after");
    assertThat(health("n4")).isEqualTo("UP");
  }

  @Test
  @Order(3)
  void withoutANeighbourTheReasonIsSaid() {
    off("n3", "n4");
    String id = corral.post("/nodes/n4/wake", Map.of()).text("id");
    JsonNode failed = corral.settled(id);
    assertThat(failed.path("state").asText()).isEqualTo("INCIDENT");
    assertThat(Corral.step(failed, "ReportAsleep").path("error").path("detail").asText())
        .contains("n4 does not answer on the network")
        .contains("no node of that subnet is up to send them");
    assertThat(health("n4")).isEqualTo("OFF");
    lab.run("on", "n3"); // by hand
    await().atMost(Duration.ofSeconds(20)).until(() -> health("n3").equals("UP"));
    corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
  }

  @Test
  @Order(4)
  void aBaseGoesToANodeThatSleepsByWakingIt() {
    off("n4");
    corral.done(corral.put("/bases/tiny/copies/n4", Map.of()));
    assertThat(health("n4")).isEqualTo("UP");
    assertThat(corral.get("/bases/tiny/copies").body().toString()).contains("n4");
  }

  @Test
  @Order(5)
  void aCloneIsStartedOnItsSleepingHome() {
    corral.post("/nodes/n1/cordon", Map.of());
    corral.post("/nodes/n3/cordon", Map.of());
    corral.done(corral.post("/nodes/n4/cordon", Map.of()));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "early")));
    assertThat(lab.running("n2")).containsExactly("early");
    corral.done(corral.post("/clones/early/stop", Map.of("force", true, "deadline", 1)));
    off("n2");
    corral.done(corral.post("/clones/early/start", Map.of()));
    assertThat(lab.running("n2")).containsExactly("early");
  }

  @Test
  @Order(6)
  void manyClonesAskedAtOnceWakeTheOnlyNodeWithRoomOnce() {
    off("n2");
    long before = wakeUps("n2");
    Corral.Answer plan = corral.post("/clones?dryRun=true", Map.of("base", "tiny"));
    assertThat(plan.body().toString()).contains("n2 is off and will be woken");
    JsonNode capacity = corral.get("/capacity?base=tiny").body();
    assertThat(capacity.path("now").asInt()).isZero();
    assertThat(capacity.path("everyNodeAwake").asInt()).isPositive();

    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++)
      ids.add(corral.post("/clones", Map.of("base", "tiny", "name", "many" + i)).text("id"));
    for (String id : ids) assertThat(corral.settled(id).path("state").asText()).isEqualTo("DONE");
    assertThat(lab.running("n2")).containsExactly("many0", "many1", "many2");
    assertThat(wakeUps("n2")).isEqualTo(before + 1);
  }

  @Test
  @Order(7)
  void aNodeThatIsNotWantedStaysAsleepAndOneThatDoesNotWakeIsReplaced() {
    off("n2");
    corral.done(corral.post("/nodes/n2/cordon", Map.of()));
    Corral.Answer refused = corral.post("/clones", Map.of("base", "tiny", "name", "none"));
    assertThat(refused.text("code")).isEqualTo("NO_ROOM");
    assertThat(refused.text("detail")).contains("n2: it is cordoned");
    assertThat(corral.post("/clones/many0/start", Map.of()).text("code")).isEqualTo("NODE_ASLEEP");

    lab.run("wol-stop");
    corral.done(corral.post("/nodes/n2/activate", Map.of()));
    String id = corral.post("/clones", Map.of("base", "tiny", "name", "late")).text("id");
    await().atMost(Duration.ofSeconds(10)).until(() -> health("n2").equals("WAKING"));
    corral.done(corral.post("/nodes/n1/activate", Map.of()));
    JsonNode done = corral.settled(id);
    assertThat(done.path("state").asText()).isEqualTo("DONE");
    assertThat(lab.running("n1")).containsExactly("late");
    assertThat(corral.get("/clones/late/placement").body().toString())
        .contains("it could not be woken: n2 does not answer on the network");
    assertThat(health("n2")).isEqualTo("OFF");
  }

  @Test
  @Order(8)
  void noNodeWasEverShownUpWithoutAnAnswer() {
    assertThat(LIES).isEmpty();
  }
}
