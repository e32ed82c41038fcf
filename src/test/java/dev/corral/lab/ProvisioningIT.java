package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Clones when things go wrong: bad requests, a node that fails, a kill of Corral, many requests at
 * once.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class ProvisioningIT {
  static final List<String> NODES = List.of("n1", "n2", "n3");
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.seed("n1", "golden", 0);
    corral = Corral.fresh("provisioning");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  @Test
  @Order(1)
  void aBadRequestIsRefusedWithACodeAndAFixAndStartsNothing() {
    int before = corral.list("/operations").size();
    for (var bad :
        Map.of(
                "BASE_UNKNOWN", Map.of("base", "nosuch"),
                "BAD_NAME", Map.of("base", "tiny", "name", "../etc"),
                "BAD_COUNT", Map.of("base", "tiny", "count", 0),
                "BAD_MEMORY", Map.of("base", "tiny", "memory", 5),
                "NO_ROOM", Map.of("base", "tiny", "count", 2, "memory", 1L << 40),
                "BAD_JSON", Map.of("base", "tiny", "cuont", 2))
            .entrySet()) {
      Corral.Answer answer = corral.post("/clones", bad.getValue());
      assertThat(answer.status()).as(bad.getKey()).isBetween(400, 499);
      assertThat(answer.text("code")).isEqualTo(bad.getKey());
      assertThat(answer.text("fix")).isNotBlank();
    }
    assertThat(corral.post("/clones", Map.of("base", "tiny", "count", 10_001)).text("code"))
        .isEqualTo("BAD_COUNT");
    assertThat(corral.post("/clones", Map.of("base", "tiny", "memory", 1L << 40)).text("detail"))
        .contains("n1: ")
        .contains("MiB of memory short");
    assertThat(corral.list("/operations")).hasSize(before);
    assertThat(corral.list("/clones")).isEmpty();
    for (String node : NODES) assertThat(lab.running(node)).isEmpty();
  }

  @Test
  @Order(2)
  void twelveRequestsAtOnceSpreadAsTwelveOneAfterAnother() {
    List<CompletableFuture<Corral.Answer>> answers =
        IntStream.range(0, 12)
            .mapToObj(
                i ->
                    CompletableFuture.supplyAsync(
                        () -> corral.post("/clones", Map.of("base", "tiny", "name", "p" + i))))
            .toList();
    answers.forEach(a -> corral.done(a.join()));
    for (String node : NODES) assertThat(lab.running(node)).as(node).hasSize(4);
  }

  @Test
  @Order(3)
  void aKilledCorralFinishesWhatItBeganAndNothingIsThereTwice() {
    String id =
        corral.post("/clones", Map.of("base", "tiny", "count", 9, "name", "killed")).text("id");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> running("killed-").count() >= 2);
    corral.kill();
    corral.start();
    JsonNode operation = corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(Corral.step(operation, "AwaitClones").path("detail").asText())
        .isEqualTo("9 of 9 are ready");
    assertThat(running("killed-")).hasSize(9).doesNotHaveDuplicates();
    assertThat(
            corral.list("/clones?state=RUNNING").stream()
                .filter(c -> c.path("name").asText().startsWith("killed-")))
        .hasSize(9);
    Stream<String> overlays =
        NODES.stream().flatMap(n -> lab.images(n).stream()).filter(f -> f.contains("killed-"));
    assertThat(overlays).hasSize(9).doesNotHaveDuplicates();
    for (JsonNode clone : corral.list("/clones")) {
      assertThat(
              corral.list("/operations?kind=provision-clone&clone=" + clone.path("name").asText()))
          .hasSize(1);
    }
  }

  private static Stream<String> running(String prefix) {
    return NODES.stream()
        .flatMap(n -> lab.running(n).stream())
        .filter(name -> name.startsWith(prefix));
  }

  @Test
  @Order(4)
  void aFailingNodeGivesItsClaimBackAndTheNextBestIsTried() {
    lab.sh(
        "n2",
        "chmod 000 /var/lib/libvirt/images/tiny.g1.vda.qcow2; mv /var/lib/libvirt/images/tiny.g1.vda.qcow2 /var/lib/libvirt/images/hidden");
    List<String> ids = new ArrayList<>();
    for (int i = 0; i < 3; i++)
      ids.add(corral.post("/clones", Map.of("base", "tiny", "name", "moved-" + i)).text("id"));
    List<JsonNode> operations = ids.stream().map(corral::settled).toList();
    assertThat(operations).allSatisfy(o -> assertThat(o.path("state").asText()).isEqualTo("DONE"));
    JsonNode moved =
        operations.stream()
            .filter(o -> o.path("steps").findValuesAsText("id").contains("GiveBackClaim"))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no claim was given back: " + operations));
    assertThat(Corral.step(moved, "GiveBackClaim").path("detail").asText()).startsWith("n2 failed");
    JsonNode placement =
        corral.get("/clones/" + moved.path("clone").asText() + "/placement").body();
    assertThat(placement.path("verdicts").findValuesAsText("objection"))
        .anyMatch(o -> o.contains("it failed there before"));
    assertThat(lab.defined("n2")).noneMatch(n -> n.startsWith("moved-"));
    assertThat(lab.images("n2")).noneMatch(f -> f.contains("moved-"));
    lab.sh(
        "n2",
        "mv /var/lib/libvirt/images/hidden /var/lib/libvirt/images/tiny.g1.vda.qcow2; chmod 444 /var/lib/libvirt/images/tiny.g1.vda.qcow2");
  }

  @Test
  @Order(5)
  void nothingIsPlacedOnANodeThatDoesNotAnswer() {
    lab.run("kill", "n3");
    await()
        .atMost(Duration.ofSeconds(40))
        .until(() -> !corral.get("/nodes/n3").text("health").equals("UP"));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "count", 4, "name", "apart")));
    for (JsonNode clone : corral.list("/clones")) {
      if (clone.path("name").asText().startsWith("apart"))
        assertThat(clone.path("node").asText()).isNotEqualTo("n3");
    }
    JsonNode verdicts = corral.get("/clones/apart-1/placement").body().path("verdicts");
    assertThat(verdicts.findValuesAsText("objection"))
        .anyMatch(o -> o.matches("it is (degraded|lost): .*"));
    await()
        .alias("what ran on the lost node is shown as unreachable, never as stopped or running")
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                corral.list("/clones?node=n3").stream()
                    .allMatch(c -> c.path("state").asText().equals("UNREACHABLE")));
    lab.run("on", "n3");
    await()
        .atMost(Duration.ofSeconds(40))
        .until(
            () ->
                corral.list("/clones?node=n3").stream()
                    .allMatch(c -> c.path("state").asText().equals("STOPPED")));
  }
}
