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

/** Nodes are taken out for good, those that answer and those that never will. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class RetireIT {
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.run("seed", "n1", "golden", "golden", "0", "1");
    corral = Corral.fresh("retire");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static Corral.Answer retire(String query) {
    return corral.send("DELETE", "/nodes/" + query, null, Map.of());
  }

  private static String home(String clone) {
    return corral.get("/clones/" + clone).text("node");
  }

  private static void cordonAllBut(String node, boolean cordon) {
    for (String other : List.of("n1", "n2", "n3"))
      if (!other.equals(node) && corral.get("/nodes/" + other).status() == 200)
        corral.done(corral.post("/nodes/" + other + (cordon ? "/cordon" : "/activate"), Map.of()));
  }

  @Test
  @Order(1)
  void aMainNodeWithBasesAndANodeThatAnswersAreNotRetiredByForce() {
    assertThat(retire("n1").text("code")).isEqualTo("MAIN_NODE");
    assertThat(retire("n2?force=true&reason=dead").text("code")).isEqualTo("NODE_ANSWERS");
    assertThat(retire("n9").status()).isEqualTo(404);
  }

  @Test
  @Order(2)
  void aRetiredNodeHasNoFileDefinitionKeyOrRuleOfOursLeftOverAKill() {
    cordonAllBut("n2", true);
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "runs")));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "rests", "start", false)));
    cordonAllBut("n2", false);
    corral.done(corral.post("/nodes/n2/firewall", Map.of("firewall", "nftables")));
    assertThat(lab.sh("n2", "nft list tables")).contains("corral");

    JsonNode plan = retire("n2?dryRun=true").body().path("details");
    assertThat(plan.path("move")).hasSize(2);
    assertThat(plan.path("copies")).hasSize(1);

    lab.sh("n2", "mkdir -p /var/lib/corral/data && echo mine > /var/lib/corral/data/key");
    String id = retire("n2").text("id");
    await()
        .atMost(Duration.ofSeconds(60))
        .pollInterval(Duration.ofMillis(50))
        .until(() -> !home("runs").equals("n2"));
    corral.kill();
    corral.start();
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));

    assertThat(List.of(home("runs"), home("rests"))).doesNotContain("n2");
    assertThat(corral.get("/clones/runs").text("state")).isEqualTo("RUNNING");
    assertThat(lab.running(home("runs"))).contains("runs");
    assertThat(corral.get("/nodes/n2").status()).isEqualTo(404);
    assertThat(lab.defined("n2")).isEmpty();
    assertThat(lab.images("n2")).isEmpty();
    assertThat(lab.sh("n2", "cat /root/.ssh/authorized_keys 2>/dev/null")).doesNotContain("corral");
    assertThat(lab.sh("n2", "ls -d /run/corral /var/lib/corral/* /var/lib/libvirt/images/.corral"))
        .contains("/run/corral': No such file")
        .contains("images/.corral': No such file")
        .doesNotContain("firewall\n");
    assertThat(lab.sh("n2", "cat /var/lib/corral/data/key"))
        .as("a Corral that runs there keeps its key and its database")
        .isEqualTo("mine");
    assertThat(lab.sh("n2", "nft list tables")).doesNotContain("corral");
    assertThat(
            corral.list("/audit?node=n2").stream()
                .anyMatch(a -> a.toString().contains("ForgetNode")))
        .as("its history is kept")
        .isTrue();
  }

  @Test
  @Order(3)
  void aRetiredNodeMayComeBack() {
    corral.done(corral.onboard(lab, "n2"));
    assertThat(corral.get("/nodes/n2").text("availability")).isEqualTo("ACTIVE");
    corral.done(corral.put("/bases/tiny/copies/n2", Map.of()));
    corral.done(retire("n2"));
  }

  @Test
  @Order(4)
  void ofANodeThatWillNeverAnswerAgainItIsListedWhatStays() {
    cordonAllBut("n3", true);
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "lost")));
    cordonAllBut("n3", false);
    lab.run("kill", "n3");
    await()
        .atMost(Duration.ofSeconds(90))
        .until(() -> corral.get("/nodes/n3").text("health").equals("LOST"));
    assertThat(retire("n3").text("code")).isEqualTo("NODE_SILENT");
    assertThat(retire("n3?force=true").text("code")).isEqualTo("REASON_NEEDED");
    JsonNode done = corral.done(retire("n3?force=true&reason=burnt"));
    assertThat(Corral.step(done, "WriteOff").path("detail").asText())
        .contains("clone lost and its disks", "base tiny g1", "Corral's key");
    assertThat(corral.get("/nodes/n3").status()).isEqualTo(404);
    assertThat(corral.get("/clones/lost").text("state")).isEqualTo("FAILED");
    corral.done(corral.send("DELETE", "/clones/lost", null, Map.of()));
  }
}
