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

/**
 * Copies that are disturbed: by a power cut, by a kill of Corral, by a flipped byte, by a full
 * disk.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class CopyIT {
  static final int MIB = 80;
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.seed("n1", "golden", MIB);
    lab.run("slow", "n2", "60mbit");
    lab.run("slow", "n3", "60mbit");
    corral = Corral.fresh("copy");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "big", "domain", "golden")));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static JsonNode copy(String parent, String node) {
    return corral.list("/operations?parent=" + parent).stream()
        .filter(o -> o.path("node").asText().equals(node))
        .map(o -> corral.operation(o.path("id").asText()))
        .findFirst()
        .orElseThrow();
  }

  private static void awaitPercent(String base, String node, int percent) {
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(100))
        .until(
            () ->
                corral.list("/bases/" + base + "/copies").stream()
                    .anyMatch(
                        c ->
                            c.path("node").asText().equals(node)
                                && c.path("state").asText().equals("COPYING")
                                && c.path("percent").asInt() >= percent));
  }

  private static String sum(String node, String base) {
    return lab.sh(node, "sha256sum < /var/lib/libvirt/images/" + base + ".g1.vda.qcow2");
  }

  @Test
  @Order(1)
  void aPowerCutInTheMiddleIsAnIncidentAndTheRetrySendsOnlyTheRest() {
    String id = corral.put("/bases/big/copies", Map.of("nodes", List.of("n2", "n3"))).text("id");
    awaitPercent("big", "n2", 30);
    assertThat(lab.images("n2")).noneMatch(f -> f.endsWith("/big.g1.vda.qcow2"));
    lab.run("kill", "n2");
    JsonNode stopped = corral.settled(id);
    assertThat(stopped.path("state").asText()).isEqualTo("INCIDENT");
    JsonNode error = Corral.step(copy(id, "n2"), "SendImages").path("error");
    assertThat(error.path("detail").asText()).contains("n2");
    corral.await_(copy(id, "n3").path("id").asText(), o -> o.path("state").asText().equals("DONE"));
    assertThat(copy(id, "n2").path("state").asText())
        .as("the other copy was not held up by this one")
        .isEqualTo("INCIDENT");

    lab.run("on", "n2");
    corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    JsonNode sent = Corral.step(copy(id, "n2"), "SendImages");
    assertThat(sent.path("detail").asText()).matches("sent [0-9.]+ MiB of 80.\\d MiB, from n[13]");
    double mib = Double.parseDouble(sent.path("detail").asText().split(" ")[1]);
    assertThat(mib).as("sent by the retry").isLessThan(MIB * 0.85);
    assertThat(List.of(sum("n2", "big"), sum("n3", "big"))).containsOnly(sum("n1", "big"));
  }

  @Test
  @Order(2)
  void aKilledCorralGoesOnWhereItWasAndNothingIsThereTwice() {
    corral.done(corral.post("/bases", Map.of("name", "killed", "domain", "golden")));
    String id = corral.put("/bases/killed/copies", Map.of("nodes", List.of("n2", "n3"))).text("id");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> corral.operation(id).path("percent").asInt() >= 10);
    corral.kill();
    corral.start();
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    for (String node : List.of("n2", "n3")) {
      assertThat(sum(node, "killed")).isEqualTo(sum("n1", "killed"));
      assertThat(lab.images(node).stream().filter(f -> f.contains("killed")))
          .containsExactly("./killed.g1.vda.qcow2");
      assertThat(lab.sh(node, "cat /root/.ssh/authorized_keys")).doesNotContain("corral-transfer");
    }
    assertThat(corral.list("/bases/killed/copies"))
        .hasSize(3)
        .allMatch(c -> c.path("state").asText().equals("READY"));
    assertThat(corral.list("/operations?parent=" + id)).hasSize(2);
    assertThat(corral.get("/audit/verification").body().path("broken").isNull()).isTrue();
  }

  @Test
  @Order(3)
  void whatIsWrongInWhatArrivedBeforeACutIsMendedBeforeItIsTrusted() {
    corral.done(corral.post("/bases", Map.of("name", "flipped", "domain", "golden")));
    String id = corral.put("/bases/flipped/copies", Map.of("nodes", List.of("n2"))).text("id");
    awaitPercent("flipped", "n2", 30);
    lab.run("kill", "n2");
    corral.settled(id);
    lab.run("on", "n2");
    String part = "/var/lib/libvirt/images/.corral/flipped.g1.vda.qcow2.part";
    lab.sh(
        "n2", "printf XXXXXXXX | dd of=" + part + " bs=1 seek=20000000 conv=notrunc status=none");
    corral.post("/operations/" + id + "/retry", Map.of());
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(Corral.step(copy(id, "n2"), "SumImages").path("attempt").asInt()).isEqualTo(2);
    assertThat(sum("n2", "flipped")).isEqualTo(sum("n1", "flipped"));
  }
}
