package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Clones are stopped, started and removed, by operations and behind Corral's back. */
class CloneLifeIT {
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(1);
    lab.seed("n1", "golden", 0);
    lab.run("seed", "n1", "deaf", "deaf", "255");
    corral = Corral.fresh("clone-life", "--corral.base.compressed=true");
    corral.herd(lab, "n1");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.post("/bases", Map.of("name", "deaf", "domain", "deaf")));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  private static String state(String clone) {
    return corral.get("/clones/" + clone).text("state");
  }

  private static Corral.Answer delete(String path) {
    return corral.send("DELETE", path, null, Map.of());
  }

  @Test
  void aCloneIsStoppedStartedAndRemovedAndKeepsItsDiskUntilThen() {
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "one")));
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lab.run("beats", "n1", "one.vda").startsWith("1 "));
    corral.done(corral.post("/clones/one/stop", Map.of()));
    assertThat(state("one")).isEqualTo("STOPPED");
    assertThat(lab.running("n1")).doesNotContain("one");

    corral.done(corral.post("/clones/one/start", Map.of()));
    assertThat(state("one")).isEqualTo("RUNNING");
    await()
        .atMost(Duration.ofSeconds(20))
        .until(() -> lab.run("beats", "n1", "one.vda").startsWith("2 "));

    assertThat(delete("/clones/one").text("code")).isEqualTo("CLONE_RUNS");
    corral.done(delete("/clones/one?force=true"));
    assertThat(corral.get("/clones/one").status()).isEqualTo(404);
    assertThat(lab.defined("n1")).doesNotContain("one");
    assertThat(lab.images("n1")).noneMatch(f -> f.contains("one"));
  }

  @Test
  void aGuestDeafToShutdownIsAnIncidentOrSwitchedOffAsWished() {
    corral.done(corral.post("/clones", Map.of("base", "deaf", "name", "stubborn")));
    String id = corral.post("/clones/stubborn/stop", Map.of("deadline", 2)).text("id");
    JsonNode stuck = corral.settled(id);
    assertThat(stuck.path("state").asText()).isEqualTo("INCIDENT");
    assertThat(Corral.step(stuck, "ReportDeaf").path("error").path("code").asText())
        .isEqualTo("GUEST_DEAF");
    assertThat(lab.running("n1")).contains("stubborn");
    assertThat(corral.post("/clones/stubborn/stop", Map.of()).text("code"))
        .isEqualTo("OPERATION_RUNNING");

    corral.post("/operations/" + id + "/cancel", Map.of());
    corral.done(corral.post("/clones/stubborn/stop", Map.of("deadline", 2, "force", true)));
    assertThat(lab.running("n1")).doesNotContain("stubborn");
  }

  @Test
  void aVolatileCloneVanishesWhenItIsShutDownFromInside() {
    corral.done(
        corral.post("/clones", Map.of("base", "tiny", "name", "passing", "volatile", true)));
    lab.sh("n1", "virsh shutdown passing");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> corral.get("/clones/passing").status() == 404);
    assertThat(lab.defined("n1")).doesNotContain("passing");
    assertThat(lab.images("n1")).noneMatch(f -> f.contains("passing"));
    JsonNode removal = corral.list("/operations?kind=remove-clone&clone=passing").get(0);
    assertThat(removal.path("startedBy").asText()).isEqualTo("corral");
  }

  @Test
  void aPersistentCloneThatWasShutDownFromInsideIsShownAsStopped() {
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "lasting")));
    lab.sh("n1", "virsh shutdown lasting");
    await().atMost(Duration.ofSeconds(30)).until(() -> state("lasting").equals("STOPPED"));
    assertThat(lab.images("n1")).anyMatch(f -> f.contains("lasting"));
    corral.done(corral.post("/clones/lasting/start", Map.of()));
    assertThat(lab.running("n1")).contains("lasting");
  }
}
