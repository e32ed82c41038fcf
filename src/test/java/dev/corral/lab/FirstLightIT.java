package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The main job on three real hosts, told in order. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class FirstLightIT {
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.seed("n1", "golden", 0);
    corral = Corral.fresh("first-light");
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  @Test
  @Order(1)
  void threeHostsBecomeNodes() {
    corral.herd(lab, "n1", "n2", "n3");
    assertThat(corral.list("/nodes"))
        .allSatisfy(node -> assertThat(node.path("health").asText()).isEqualTo("UP"));
    assertThat(corral.get("/nodes/n2").body().path("macAddress").asText())
        .startsWith("52:54:00:77:")
        .endsWith(":0c");
  }

  @Test
  @Order(2)
  void aDomainBecomesABaseAndTheSameBytesOnEveryNode() {
    corral.done(
        corral.post(
            "/bases", Map.of("name", "tiny", "domain", "golden", "reason", "the new term")));
    JsonNode enabled =
        corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
    String manifest =
        corral.get("/bases/tiny").body().at("/generations/0/volumes/0/sha256").asText();
    for (String node : List.of("n1", "n2", "n3")) {
      assertThat(lab.sh(node, "sha256sum < /var/lib/libvirt/images/tiny.g1.vda.qcow2"))
          .startsWith(manifest);
    }
    assertThat(Corral.step(enabled, "SumUpCopies").path("detail").asText())
        .isEqualTo("2 of 2 copies are ready");
    assertThat(lab.sh("n2", "cat /root/.ssh/authorized_keys")).doesNotContain("corral-transfer");
  }

  @Test
  @Order(3)
  void nineClonesSpreadThreeByThreeAndRun() {
    JsonNode operation = corral.done(corral.post("/clones", Map.of("base", "tiny", "count", 9)));
    Map<String, List<String>> byNode = new TreeMap<>();
    for (JsonNode clone : corral.list("/clones")) {
      assertThat(clone.path("state").asText()).isEqualTo("RUNNING");
      byNode
          .computeIfAbsent(clone.path("node").asText(), n -> new java.util.ArrayList<>())
          .add(clone.path("name").asText());
    }
    assertThat(byNode.values()).extracting(List::size).containsExactly(3, 3, 3);
    byNode.forEach(
        (node, clones) ->
            assertThat(lab.running(node)).isEqualTo(clones.stream().sorted().toList()));
    assertThat(operation.path("percent").asInt()).isEqualTo(100);
  }

  @Test
  @Order(4)
  void aCloneSaysWhyItIsWhereItIs() {
    JsonNode placement = corral.get("/clones/tiny-1/placement").body();
    assertThat(placement.path("why").asText()).contains("has the fewest guests (0)");
    assertThat(placement.path("verdicts")).hasSize(3);
  }

  @Test
  @Order(5)
  void theSameKeyGetsTheSameOperationAndADryRunChangesNothing() {
    Map<String, String> key = Map.of("Idempotency-Key", "monday-1");
    Corral.Answer first =
        corral.send("POST", "/clones", Map.of("base", "tiny", "name", "keyed"), key);
    Corral.Answer again =
        corral.send("POST", "/clones", Map.of("base", "tiny", "name", "keyed"), key);
    assertThat(again.text("id")).isEqualTo(first.text("id"));
    corral.done(first);
    int before = corral.list("/clones").size();
    Corral.Answer plan = corral.post("/clones?dryRun=true", Map.of("base", "tiny", "count", 4));
    assertThat(plan.status()).isEqualTo(200);
    assertThat(plan.body().at("/details/placements")).hasSize(4);
    assertThat(corral.list("/clones")).hasSize(before);
  }

  @Test
  @Order(6)
  void everyAttemptOfEveryStepHasItsRowAndTheChainIsWhole() {
    for (JsonNode operation : corral.list("/operations")) {
      String id = operation.path("id").asText();
      Map<String, Integer> rows = new HashMap<>();
      for (JsonNode row : corral.list("/audit?operation=" + id)) {
        if (!row.path("step").isNull()) rows.merge(row.path("step").asText(), 1, Integer::sum);
      }
      for (JsonNode step : corral.operation(id).path("steps")) {
        assertThat(rows)
            .as(operation.path("kind").asText())
            .containsEntry(step.path("id").asText(), step.path("attempt").asInt());
      }
    }
    JsonNode verification = corral.get("/audit/verification").body();
    assertThat(verification.path("broken").isNull()).isTrue();
    assertThat(verification.path("rows").asInt()).isGreaterThan(50);
  }

  @Test
  @Order(7)
  void noSecretIsInTheLogNorInTheEngine() {
    assertThat(corral.log()).doesNotContain(lab.password()).doesNotContain(corral.password());
  }
}
