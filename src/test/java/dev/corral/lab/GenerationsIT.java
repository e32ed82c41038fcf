package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** The generations of a base: rolled out, rolled back, removed; clones that change theirs. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class GenerationsIT {
  private static final String IMAGES = "/var/lib/libvirt/images/";
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void firstGenerationEverywhereWithAClone() {
    lab = Lab.up(3);
    lab.seed("n1", "golden", 20);
    corral = Corral.fresh("generations");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "gold", "domain", "golden")));
    corral.done(corral.put("/bases/gold/copies", Map.of("nodes", List.of("n2", "n3"))));
    corral.done(corral.post("/clones", Map.of("base", "gold", "name", "old", "count", 3)));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static Corral.Answer delete(String path) {
    return corral.send("DELETE", path, null, Map.of());
  }

  private static int current() {
    return corral.get("/bases/gold").body().path("current").asInt();
  }

  private static Map<String, Integer> generationsOf(String clones) {
    Map<String, Integer> all = new TreeMap<>();
    corral.list("/clones").stream()
        .filter(c -> c.path("name").asText().startsWith(clones))
        .forEach(c -> all.put(c.path("node").asText(), c.path("generation").asInt()));
    return all;
  }

  /** Which generation a clone gets on each node, were one made now. */
  private static Map<String, Integer> newClones(String name) {
    Map<String, Object> three = Map.of("base", "gold", "name", name, "count", 3, "start", false);
    corral.done(corral.post("/clones", three));
    Map<String, Integer> got = generationsOf(name);
    corral.list("/clones").stream()
        .map(c -> c.path("name").asText())
        .filter(c -> c.startsWith(name))
        .map(c -> delete("/clones/" + c + "?force=true"))
        .toList()
        .forEach(corral::done);
    for (String node : List.of("n1", "n2", "n3")) corral.purgeAside(node);
    return got;
  }

  private static String onNode(String node, String clone) {
    return corral.list("/clones?node=" + node).stream()
        .map(c -> c.path("name").asText())
        .filter(c -> c.startsWith(clone))
        .findFirst()
        .orElseThrow();
  }

  /** All that the guest sees of its disk. */
  private static String seen(String node, String clone) {
    return lab.sh(
        node,
        "qemu-img convert -O raw "
            + IMAGES
            + clone
            + ".vda.qcow2 /tmp/seen && sha256sum < /tmp/seen");
  }

  private static void boots(String node, String clone, int count) {
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> lab.run("beats", node, clone + ".vda").startsWith(count + " "));
  }

  private static JsonNode child(String parent, String kind, String node) {
    return corral.list("/operations?parent=" + parent + "&kind=" + kind).stream()
        .filter(o -> o.path("node").asText().equals(node))
        .map(o -> corral.operation(o.path("id").asText()))
        .findFirst()
        .orElseThrow();
  }

  @Test
  @Order(1)
  void aGenerationThatIsHeldBackIsGivenToNobodyUntilItIsRolledOut() {
    lab.sh("n1", "qemu-io -f qcow2 -c 'write -P 0x5a 8M 1M' " + IMAGES + "golden.qcow2");
    corral.done(corral.post("/bases/gold/generations", Map.of("release", false)));
    assertThat(corral.get("/bases/gold").body().path("generation").asInt()).isEqualTo(2);
    assertThat(newClones("early")).isEqualTo(Map.of("n1", 1, "n2", 1, "n3", 1));

    Map<String, Object> wish = Map.of("canary", List.of("n2"), "reason", "exam");
    JsonNode plan = corral.post("/bases/gold/rollout?dryRun=true", wish).body().path("details");
    assertThat(plan.path("waves").toString()).isEqualTo("[[\"n2\"],[\"n1\",\"n3\"]]");

    String id = corral.post("/bases/gold/rollout", wish).text("id");
    assertThat(delete("/bases/gold/generations/2").text("code")).isEqualTo("OPERATION_RUNNING");
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> lab.running("n2").stream().anyMatch(g -> g.startsWith("trial-")));
    assertThat(current()).isEqualTo(1);
    corral.kill(); // in the middle of the first trial
    corral.start();
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    for (String node : List.of("n1", "n2", "n3")) {
      // judged as soon as it has run; its clone goes after that
      JsonNode trial = corral.settled(child(id, "try-base", node).path("id").asText());
      assertThat(trial.path("state").asText()).isEqualTo("DONE");
      assertThat(lab.defined(node)).noneMatch(g -> g.startsWith("trial-"));
      assertThat(lab.images(node)).noneMatch(f -> f.contains("trial-"));
    }
    assertThat(current()).isEqualTo(2);
    assertThat(newClones("fresh")).isEqualTo(Map.of("n1", 2, "n2", 2, "n3", 2));
    assertThat(generationsOf("old")).isEqualTo(Map.of("n1", 1, "n2", 1, "n3", 1));
  }

  @Test
  @Order(2)
  void aGenerationWhoseClonesDoNotStartStopsAtTheCanary() {
    String missing = "<interface type=\"network\"><source network=\"nowhere\"/></interface>";
    lab.sh(
        "n1",
        "virsh dumpxml --inactive golden | sed 's#</devices>#"
            + missing
            + "</devices>#' > /tmp/bad.xml && virsh define /tmp/bad.xml");
    corral.done(corral.post("/bases/gold/generations", Map.of("release", false)));
    String id = corral.post("/bases/gold/rollout", Map.of("canary", List.of("n2"))).text("id");
    JsonNode stopped = corral.settled(id);
    assertThat(stopped.path("state").asText()).isEqualTo("REFUSED");
    JsonNode error = Corral.step(stopped, "JudgeWave").path("error");
    assertThat(error.path("code").asText()).isEqualTo("TRIAL_FAILED");
    assertThat(error.path("detail").asText()).contains("n2").contains("nowhere");
    assertThat(lab.images("n3")).noneMatch(f -> f.contains("gold.g3"));
    assertThat(current()).isEqualTo(2);
    assertThat(newClones("still")).isEqualTo(Map.of("n1", 2, "n2", 2, "n3", 2));
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () -> corral.list("/clones").stream().noneMatch(c -> c.toString().contains("trial")));
  }

  @Test
  @Order(3)
  void aRollBackIsASwitch() {
    assertThat(corral.post("/bases/gold/rollback", Map.of("generation", 2)).text("code"))
        .isEqualTo("ALREADY_CURRENT");
    corral.done(corral.post("/bases/gold/rollback", Map.of("generation", 1)));
    assertThat(newClones("back")).isEqualTo(Map.of("n1", 1, "n2", 1, "n3", 1));
    corral.done(corral.post("/bases/gold/rollback", Map.of("generation", 2)));
    assertThat(current()).isEqualTo(2);
  }

  @Test
  @Order(4)
  void aCloneChangesItsGenerationAndKeepsEveryByteOrBeginsAnewAsWished() {
    String clone = onNode("n2", "old");
    boots("n2", clone, 1);
    assertThat(corral.post("/clones/" + clone + "/rebase", Map.of()).text("code"))
        .isEqualTo("CLONE_RUNS");
    corral.done(corral.post("/clones/" + clone + "/stop", Map.of()));
    String before = seen("n2", clone);
    corral.done(corral.post("/clones/" + clone + "/rebase", Map.of()));
    assertThat(seen("n2", clone)).isEqualTo(before);
    assertThat(lab.sh("n2", "qemu-img info " + IMAGES + clone + ".vda.qcow2"))
        .contains("gold.g2.vda.qcow2");
    assertThat(corral.get("/clones/" + clone).body().path("generation").asInt()).isEqualTo(2);
    assertThat(lab.images("n2")).noneMatch(f -> f.contains(".corral"));
    corral.done(corral.post("/clones/" + clone + "/start", Map.of()));
    boots("n2", clone, 2);

    corral.done(corral.post("/clones/" + clone + "/stop", Map.of()));
    assertThat(corral.post("/clones/" + clone + "/rebase", Map.of()).text("code"))
        .isEqualTo("ALREADY_THERE");
    JsonNode plan =
        corral.post("/clones/" + clone + "/rebase?dryRun=true", Map.of("discard", true)).body();
    assertThat(plan.path("details").path("disk").asText()).contains("discarded");
    corral.done(corral.post("/clones/" + clone + "/rebase", Map.of("discard", true)));
    corral.done(corral.post("/clones/" + clone + "/start", Map.of()));
    boots("n2", clone, 1);
  }

  @Test
  @Order(5)
  void aPersonSeesWhoNeedsAGenerationOrWhatBecomesFreeBeforeItGoes() {
    Chromium.needed();
    try (Chromium chromium = Chromium.at(corral)) {
      Page page = chromium.person();
      chromium.signIn(page, "/bases/gold");
      page.click("#prune-1");
      Locator plan = page.locator("#prune-dialog-plan");
      PlaywrightAssertions.assertThat(plan).containsText("gold g1 is needed by old-");
      page.click("#prune-dialog-back");
      page.click("#prune-3");
      PlaywrightAssertions.assertThat(plan).containsText("become free");
      Path shot = Path.of("target/shots/prune.png");
      page.screenshot(new Page.ScreenshotOptions().setPath(shot));
      page.click("#prune-dialog-go");
      PlaywrightAssertions.assertThat(page.locator("#operation-summary")).containsText("Done");
    }
    assertThat(corral.get("/bases/gold").body().path("generations")).hasSize(2);
  }

  @Test
  @Order(6)
  void anOldGenerationGoesOnceNoCloneNeedsIt() {
    assertThat(delete("/bases/gold/generations/2").text("code")).isEqualTo("GENERATION_CURRENT");
    Corral.Answer refused = delete("/bases/gold/generations/1");
    assertThat(refused.text("code")).isEqualTo("BASE_IN_USE");
    assertThat(refused.text("detail"))
        .contains(onNode("n1", "old"))
        .contains(onNode("n3", "old"))
        .doesNotContain(onNode("n2", "old"));
    for (String node : List.of("n1", "n3")) {
      String clone = onNode(node, "old");
      corral.done(corral.post("/clones/" + clone + "/stop", Map.of()));
      corral.done(corral.post("/clones/" + clone + "/rebase", Map.of()));
    }
    JsonNode plan = delete("/bases/gold/generations/1?dryRun=true").body().path("details");
    assertThat(plan.path("bytes")).hasSize(3);
    assertThat(plan.path("bytes").path("n3").asLong()).isGreaterThan(20L << 20);
    assertThat(plan.path("leftWithout")).isEmpty();
    assertThat(lab.images("n3")).contains("./gold.g1.vda.qcow2");
    String mine = "cd " + IMAGES + " && qemu-img create -f qcow2 -F qcow2 -b gold.g1.vda.qcow2 ";
    lab.sh("n3", mine + "mine.qcow2");
    String first = delete("/bases/gold/generations/1?reason=old").text("id");
    if (corral.get("/bases/gold").body().path("generations").size() > 2) // there is no browser
    corral.done(delete("/bases/gold/generations/3"));
    assertThat(corral.settled(first).path("state").asText()).isEqualTo("INCIDENT");
    JsonNode error = Corral.step(child(first, "disable-base", "n3"), "RemoveImages").path("error");
    assertThat(error.path("code").asText()).isEqualTo("FILE_BACKS_OTHERS");
    assertThat(error.path("detail").asText()).endsWith(IMAGES + "mine.qcow2");
    assertThat(lab.images("n1")).contains("./gold.g1.vda.qcow2");
    lab.sh("n3", "rm " + IMAGES + "mine.qcow2");
    assertThat(corral.post("/operations/" + first + "/retry", Map.of()).status()).isEqualTo(202);
    corral.kill(); // in the middle of the removal
    corral.start();
    corral.await_(first, o -> o.path("state").asText().equals("DONE"));
    for (String node : List.of("n1", "n2", "n3"))
      assertThat(lab.images(node).stream().filter(f -> f.contains("gold.g")))
          .containsExactly("./gold.g2.vda.qcow2");
    assertThat(corral.get("/bases/gold").body().path("generations")).hasSize(1);
    assertThat(delete("/bases/gold/generations/2").text("code")).isEqualTo("GENERATION_LAST");
    assertThat(corral.list("/operations?parent=" + first)).hasSize(3);
  }

  @Test
  @Order(7)
  void aBaseMadeOfACloneNeedsNoParent() {
    String here = onNode("n1", "old");
    String there = onNode("n3", "old");
    assertThat(corral.post("/bases", Map.of("name", "nest", "domain", there)).text("code"))
        .isEqualTo("CLONE_ELSEWHERE");
    corral.done(corral.post("/clones/" + here + "/start", Map.of()));
    assertThat(corral.post("/bases", Map.of("name", "nest", "domain", here)).text("code"))
        .isEqualTo("CLONE_RUNS");
    corral.done(corral.post("/clones/" + here + "/stop", Map.of()));
    String parents = seen("n1", here);
    corral.done(corral.post("/bases", Map.of("name", "nest", "domain", here)));
    corral.done(delete("/clones/" + here));
    corral.done(
        corral.post("/clones", Map.of("base", "nest", "name", "grandchild", "start", false)));
    assertThat(seen("n1", "grandchild")).isEqualTo(parents);
    assertThat(lab.sh("n1", "qemu-img info " + IMAGES + "nest.g1.vda.qcow2"))
        .doesNotContain("backing file");
    corral.done(corral.post("/clones/grandchild/start", Map.of()));
    assertThat(lab.running("n1")).contains("grandchild");
  }
}
