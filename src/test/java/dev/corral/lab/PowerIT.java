package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** Nodes that are cordoned, switched off and woken. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class PowerIT {
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(2);
    lab.seed("n1", "golden", 0);
    corral = Corral.fresh("power", "--corral.wake.deadline=20s");
    corral.herd(lab, "n1", "n2");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies/n2", Map.of()));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static String health(String node) {
    return corral.get("/nodes/" + node).text("health");
  }

  @Test
  @Order(1)
  void nothingIsPlacedOnACordonedNode() {
    corral.done(corral.post("/nodes/n1/cordon", Map.of("reason", "new memory")));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "count", 2, "name", "kept")));
    assertThat(lab.running("n1")).isEmpty();
    assertThat(lab.running("n2")).hasSize(2);
    corral.done(corral.post("/nodes/n1/activate", Map.of()));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "back")));
    assertThat(lab.running("n1")).containsExactly("back");
  }

  @Test
  @Order(2)
  void aNodeWithGuestsIsNotSwitchedOff() {
    Corral.Answer refused = corral.post("/nodes/n2/power-off", Map.of());
    assertThat(refused.status()).isBetween(400, 499);
    assertThat(refused.text("code")).isEqualTo("GUESTS_RUNNING");
    assertThat(refused.text("detail")).contains("kept-1, kept-2");
    assertThat(corral.get("/nodes/n2").text("availability")).isEqualTo("ACTIVE");
  }

  @Test
  @Order(3)
  void anEmptyNodeIsSwitchedOffAndComesBackByMagicPacket() {
    for (String guest : lab.running("n2")) lab.sh("n2", "virsh destroy " + guest);
    corral.done(corral.post("/nodes/n2/power-off", Map.of()));
    assertThat(health("n2")).isEqualTo("OFF");
    assertThat(lab.run("status")).contains("n2 off");
    assertThat(corral.get("/nodes/n2").text("availability")).isEqualTo("ACTIVE");

    JsonNode woken = corral.done(corral.post("/nodes/n2/wake", Map.of()));
    assertThat(health("n2")).isEqualTo("UP");
    assertThat(Corral.step(woken, "AwaitNode").path("detail").asText())
        .contains("network after")
        .contains("SSH after")
        .contains("libvirt after")
        .contains("UP after");
    assertThat(lab.run("status")).contains("n2 on");
  }

  @Test
  @Order(4)
  void aNodeWithADeadCardFailsAtItsDeadlineAndTheStageIsNamed() {
    for (String guest : lab.running("n2")) lab.sh("n2", "virsh destroy " + guest);
    corral.done(corral.post("/nodes/n2/power-off", Map.of()));
    lab.run("wol-stop");
    String id = corral.post("/nodes/n2/wake", Map.of()).text("id");
    await().atMost(Duration.ofSeconds(10)).until(() -> health("n2").equals("WAKING"));
    JsonNode failed = corral.settled(id);
    assertThat(failed.path("state").asText()).isEqualTo("INCIDENT");
    JsonNode error = Corral.step(failed, "ReportAsleep").path("error");
    assertThat(error.path("code").asText()).isEqualTo("WAKE_FAILED");
    assertThat(error.path("detail").asText()).contains("n2 does not answer on the network");
    assertThat(health("n2")).isEqualTo("OFF");

    lab.run("wol-start");
    corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(health("n2")).isEqualTo("UP");
  }

  @Test
  @Order(5)
  void aKilledCorralGoesOnWaking() {
    corral.done(corral.post("/nodes/n2/power-off", Map.of()));
    lab.run("wol-stop");
    String id = corral.post("/nodes/n2/wake", Map.of()).text("id");
    await().atMost(Duration.ofSeconds(10)).until(() -> health("n2").equals("WAKING"));
    corral.kill();
    lab.run("wol-start");
    corral.start();
    corral.settled(id);
    if (corral.operation(id).path("state").asText().equals("INCIDENT"))
      corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(health("n2")).isEqualTo("UP");
  }
}
