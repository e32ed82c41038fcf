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

/** Copies rot and vanish, and are healed; bases go, and nothing of them stays. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class TruthIT {
  private static final String IMAGES = "/var/lib/libvirt/images/";
  private static final String FLIP =
      "printf XXXXXXXX | dd of=%s bs=1 seek=10000000 conv=notrunc status=none";
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.seed("n1", "golden", 24);
    corral = Corral.fresh("truth");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
    corral.done(corral.post("/bases", Map.of("name", "solo", "domain", "golden")));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static String file(String base) {
    return IMAGES + base + ".g1.vda.qcow2";
  }

  private static String sum(String node, String base) {
    return lab.sh(node, "sha256sum < " + file(base));
  }

  private static JsonNode copy(String base, String node) {
    return corral.list("/bases/" + base + "/copies").stream()
        .filter(c -> c.path("node").asText().equals(node))
        .findFirst()
        .orElseThrow();
  }

  private static Corral.Answer verify(String base, String... nodes) {
    return corral.post("/bases/" + base + "/verify", Map.of("nodes", List.of(nodes)));
  }

  private static Corral.Answer delete(String path) {
    return corral.send("DELETE", path, null, Map.of());
  }

  /** The verification of one copy, as the newest operation of that subject. */
  private static JsonNode verification(String base, String node) {
    String subject = base + "%20g1%20on%20" + node;
    String id =
        corral.list("/operations?kind=verify-copy&subject=" + subject).get(0).path("id").asText();
    return corral.operation(id);
  }

  private static String found(String base, String node) {
    return Corral.step(verification(base, node), "SumCopy").path("detail").asText();
  }

  @Test
  @Order(1)
  void aFlippedByteIsFoundAndHealedOnTheMainNodeToo() {
    String good = sum("n1", "tiny");
    for (String node : List.of("n2", "n1")) {
      lab.sh(node, FLIP.formatted(file("tiny")));
      assertThat(sum(node, "tiny")).isNotEqualTo(good);
      corral.done(verify("tiny", node));
      assertThat(found("tiny", node)).contains("tiny.g1.vda.qcow2 has the sha256");
      assertThat(verification("tiny", node).path("steps").findValuesAsText("id"))
          .contains("FindSource", "ConfirmHealed");
      assertThat(sum(node, "tiny")).isEqualTo(good);
      assertThat(copy("tiny", node).path("state").asText()).isEqualTo("READY");
      assertThat(lab.sh(node, "stat -c %a " + file("tiny"))).isEqualTo("444");
      assertThat(lab.images(node)).noneMatch(f -> f.contains(".part"));
    }
  }

  @Test
  @Order(2)
  void aMissingFileIsHealedAndWhatIsGoodIsOnlyLookedAt() {
    String before = copy("tiny", "n2").path("verifiedAt").asText();
    lab.sh("n3", "rm " + file("tiny"));
    JsonNode done = corral.done(verify("tiny"));
    assertThat(Corral.step(done, "SumUpVerification").path("detail").asText())
        .isEqualTo("3 copies were looked at; bad, and healed: tiny g1 on n3");
    assertThat(found("tiny", "n3")).isEqualTo("tiny.g1.vda.qcow2 is missing");
    assertThat(sum("n3", "tiny")).isEqualTo(sum("n1", "tiny"));
    assertThat(found("tiny", "n2")).isEqualTo("size and sha256 as in the manifest");
    assertThat(copy("tiny", "n2").path("verifiedAt").asText()).isGreaterThan(before);
  }

  @Test
  @Order(3)
  void withoutAnyGoodCopyAPersonIsToldAndNothingIsPlacedOnIt() {
    lab.sh("n1", "cp " + file("solo") + " /root/good");
    lab.sh("n1", FLIP.formatted(file("solo")));
    String id = verify("solo").text("id");
    assertThat(corral.settled(id).path("state").asText()).isEqualTo("INCIDENT");
    JsonNode error = Corral.step(verification("solo", "n1"), "FindSource").path("error");
    assertThat(error.path("code").asText()).isEqualTo("NO_GOOD_COPY");
    assertThat(copy("solo", "n1").path("state").asText()).isEqualTo("FAILED");
    assertThat(corral.post("/clones", Map.of("base", "solo", "name", "nowhere")).text("detail"))
        .contains("n1: the base's copy there is failed: solo.g1.vda.qcow2 has the sha256");

    lab.sh("n1", "cat /root/good > " + file("solo") + " && rm /root/good");
    corral.post("/operations/" + id + "/cancel", Map.of());
    corral.done(verify("solo", "n1"));
    assertThat(copy("solo", "n1").path("state").asText()).isEqualTo("READY");
    corral.done(corral.put("/bases/solo/copies/n2", Map.of()));
  }

  @Test
  @Order(4)
  void aBaseInUseIsRefusedWithNamesAndLeavesANodeWhenItIsNot() {
    corral.done(corral.post("/nodes/n1/cordon", Map.of()));
    corral.done(corral.post("/nodes/n3/cordon", Map.of()));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "needy")));
    corral.done(corral.post("/nodes/n1/activate", Map.of()));
    corral.done(corral.post("/nodes/n3/activate", Map.of()));
    assertThat(delete("/bases/tiny/copies/n2").text("code")).isEqualTo("BASE_IN_USE");
    assertThat(delete("/bases/tiny").text("detail")).isEqualTo("base 'tiny' is needed by needy");
    assertThat(delete("/bases/tiny/copies/n1").text("code")).isEqualTo("MAIN_NODE");

    corral.done(delete("/bases/tiny/copies/n3"));
    assertThat(lab.sh("n3", "ls -A " + IMAGES)).isEmpty();
    assertThat(lab.sh("n3", "virsh vol-list default")).doesNotContain("tiny");
    assertThat(corral.list("/bases/tiny/copies")).hasSize(2);
    corral.done(corral.put("/bases/tiny/copies/n3", Map.of()));
    corral.done(delete("/clones/needy?force=true"));
    assertThat(delete("/bases/tiny").text("detail")).contains("what is set aside of needy on n2");
    corral.purgeAside("n2");
  }

  @Test
  @Order(5)
  void aBaseGoesFromAllNodesOverAKillWakingOneAndItsDomainStays() {
    corral.done(corral.post("/nodes/n3/power-off", Map.of()));
    JsonNode plan = delete("/bases/tiny?dryRun=true").body().path("details");
    assertThat(plan.path("wakes").get(0).asText()).isEqualTo("n3");
    assertThat(plan.path("bytes")).hasSize(3);
    String removal = delete("/bases/tiny").text("id");
    String reading = verify("solo").text("id");
    corral.kill();
    corral.start("--corral.verify.every=3s");
    for (String id : List.of(removal, reading))
      corral.await_(id, o -> o.path("state").asText().equals("DONE"));

    assertThat(corral.get("/bases/tiny").status()).isEqualTo(404);
    assertThat(lab.sh("n3", "ls -A " + IMAGES)).isEmpty();
    for (String node : List.of("n1", "n2")) {
      assertThat(lab.images(node)).noneMatch(f -> f.contains("tiny") || f.contains(".corral"));
      assertThat(lab.sh(node, "ls -A /run/corral/work")).doesNotContain("tiny");
    }
    assertThat(corral.operation(removal).path("base").asText()).isEqualTo("tiny");
    assertThat(corral.get("/audit?base=tiny").status()).isEqualTo(200);
    assertThat(lab.sh("n1", "virsh start golden")).contains("started");
    lab.sh("n1", "virsh destroy golden");
  }

  @Test
  @Order(6)
  void whatRotsUnaskedIsFoundByItselfAndHealed() {
    String good = sum("n1", "solo");
    lab.sh("n2", FLIP.formatted(file("solo")));
    await()
        .atMost(Duration.ofSeconds(60))
        .until(
            () ->
                sum("n2", "solo").equals(good)
                    && copy("solo", "n2").path("state").asText().equals("READY"));
    assertThat(corral.list("/operations?kind=verify-copy&node=n2"))
        .anySatisfy(
            o -> {
              assertThat(o.path("startedBy").asText()).isEqualTo("corral");
              assertThat(o.path("reason").asText()).startsWith("verified last on");
            });
  }

  @Test
  @Order(7)
  void itsNameIsFreeAgain() {
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    JsonNode generation = corral.get("/bases/tiny").body().path("generations").path(0);
    assertThat(sum("n1", "tiny"))
        .startsWith(generation.path("volumes").path(0).path("sha256").asText("none"));
    assertThat(corral.get("/audit/verification").body().path("broken").isNull()).isTrue();
  }
}
