package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/** What clones show, what they leave, and what lies on nodes for nobody. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class DisplayStorageIT {
  private static final String IMAGES = "/var/lib/libvirt/images/";
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(2);
    lab.seed("n1", "golden", 0);
    lab.seed("n1", "blind", 0);
    lab.sh(
        "n1",
        "virsh dumpxml blind | sed '/<graphics/,/<.graphics>/d' > /tmp/blind && virsh define /tmp/blind");
    corral = Corral.fresh("display-storage", "--corral.display.ticket=4s");
    corral.herd(lab, "n1", "n2");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.post("/bases", Map.of("name", "blind", "domain", "blind")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2"))));
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", "seen")));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  /** A display, and a password for it if one was asked for. */
  private record Display(String address, int port, String password) {
    boolean letsIn(String word) {
      return Vnc.letsIn(address, port, word);
    }
  }

  private static Display display() {
    Corral.Answer answer = corral.get("/clones/seen/display");
    assertThat(answer.status()).as(answer.toString()).isEqualTo(200);
    assertThat(answer.text("type")).isEqualTo("vnc");
    assertThat(answer.text("address")).isEqualTo(lab.address(answer.text("node")));
    assertThat(answer.text("node")).isEqualTo(corral.get("/clones/seen").text("node"));
    return new Display(answer.text("address"), answer.body().path("port").asInt(), "");
  }

  private static Display ticket() {
    String vv = corral.download("/clones/seen/display.vv");
    assertThat(vv).startsWith("[virt-viewer]\ntype=vnc\n").contains("\ndelete-this-file=1\n");
    return new Display(line(vv, "host"), Integer.parseInt(line(vv, "port")), line(vv, "password"));
  }

  private static String line(String vv, String key) {
    Matcher line = Pattern.compile("(?m)^" + key + "=(.*)$").matcher(vv);
    assertThat(line.find()).as(vv).isTrue();
    return line.group(1);
  }

  @Test
  @Order(1)
  void aDisplayLetsNobodyInWithoutATicket() {
    Display display = display();
    assertThat(Vnc.offered(display.address(), display.port())).containsExactly(Vnc.PASSWORD);
    for (String guess : List.of("", "password", "seen"))
      assertThat(display.letsIn(guess)).as(guess).isFalse();
  }

  @Test
  @Order(2)
  void aTicketLetsInForAShortWhileAndEndsTheOneBefore() {
    Display first = ticket();
    assertThat(first.letsIn(first.password())).isTrue();
    assertThat(first.letsIn("wrong")).isFalse();
    Display second = ticket();
    assertThat(second.letsIn(first.password())).isFalse();
    assertThat(second.letsIn(second.password())).isTrue();
    await()
        .alias("it expires")
        .atMost(Duration.ofSeconds(15))
        .until(() -> !second.letsIn(second.password()));

    List<JsonNode> rows = corral.list("/audit?clone=seen");
    assertThat(rows.stream().filter(r -> r.path("kind").asText().equals("open-display")))
        .hasSize(2)
        .allSatisfy(r -> assertThat(r.path("actor").asText()).isEqualTo("admin"));
    for (String secret : List.of(first.password(), second.password())) {
      assertThat(rows.toString()).doesNotContain(secret);
      assertThat(corral.log()).doesNotContain(secret);
    }
  }

  @Test
  @Order(3)
  void aDisplayGoesWhereItsCloneGoes() {
    String home = corral.get("/clones/seen").text("node");
    String other = home.equals("n1") ? "n2" : "n1";
    corral.done(corral.post("/clones/seen/move", Map.of("node", other, "live", true)));
    assertThat(display().address()).isEqualTo(lab.address(other));
    Display there = ticket();
    assertThat(Vnc.offered(there.address(), there.port())).containsExactly(Vnc.PASSWORD);
    assertThat(there.letsIn("wrong")).isFalse();
    assertThat(there.letsIn(there.password())).isTrue();
  }

  @Test
  @Order(4)
  void whereThereIsNothingToSeeOneIsToldWhy() {
    corral.done(corral.post("/clones", Map.of("base", "blind", "name", "dark")));
    Corral.Answer none = corral.get("/clones/dark/display");
    assertThat(none.text("code")).isEqualTo("NO_DISPLAY");
    assertThat(none.text("detail")).contains("the golden machine of blind has none");
    corral.done(corral.post("/clones/dark/stop", Map.of()));
    assertThat(corral.get("/clones/dark/display").status()).isEqualTo(409);
    assertThat(corral.get("/clones/dark/display.vv").text("code")).isEqualTo("CLONE_OFF");
  }

  private static JsonNode storage(String node) {
    return corral.get("/nodes/" + node + "/storage").body();
  }

  private static Map<String, String> files(String node) {
    Map<String, String> kinds = new TreeMap<>();
    JsonNode files = storage(node).path("files");
    assertThat(files.isArray()).as(storage(node).toString()).isTrue();
    files.forEach(
        f -> kinds.put(f.path("path").asText().replace(IMAGES, ""), f.path("kind").asText()));
    return kinds;
  }

  @Test
  @Order(5)
  void aVolatileCloneThatIsShutDownFromInsideLeavesNothing() {
    corral.done(
        corral.post("/clones", Map.of("base", "tiny", "name", "passing", "volatile", true)));
    String node = corral.get("/clones/passing").text("node");
    long promised = storage(node).path("pools").path(0).path("promised").asLong();
    lab.sh(node, "virsh shutdown --mode acpi passing");
    await()
        .atMost(Duration.ofSeconds(30))
        .until(() -> corral.get("/clones/passing").status() == 404);
    assertThat(lab.defined(node)).doesNotContain("passing");
    assertThat(lab.images(node)).noneMatch(f -> f.contains("passing"));
    assertThat(storage(node).path("pools").path(0).path("promised").asLong()).isLessThan(promised);
    assertThat(files(node)).isEmpty();
  }

  @Test
  @Order(6)
  void nothingThatIsSomebodysIsUnknown() {
    lab.sh(
        "n1",
        "cd %s && truncate -s 1M media.iso lower.raw && qemu-img create -q -f qcow2 -b lower.raw -F raw upper.qcow2 && virsh attach-disk golden %1$smedia.iso sda --type cdrom --config && virsh attach-disk blind %1$supper.qcow2 vdb --subdriver qcow2 --config"
            .formatted(IMAGES));
    assertThat(files("n1")).isEmpty();
    assertThat(files("n2")).isEmpty();
    JsonNode pool = storage("n2").path("pools").path(0);
    assertThat(pool.path("name").asText()).isEqualTo("default");
    assertThat(pool.path("used").asLong() + pool.path("free").asLong())
        .isEqualTo(pool.path("capacity").asLong());
    assertThat(pool.path("left").asLong())
        .isEqualTo(
            pool.path("free").asLong()
                - pool.path("reserve").asLong()
                - pool.path("promised").asLong());
    assertThat(pool.path("highWater").asInt()).isEqualTo(85);
  }

  @Test
  @Order(7)
  void onlyWhatIsNamedAndStillUnknownIsRemoved() {
    lab.sh(
        "n2",
        """
        cd %s && mkdir -p .corral && truncate -s 1M notes.img busy.img .corral/old.vda.qcow2.part && ln -s /etc/passwd link.img
        qemu-img create -q -f qcow2 -b tiny.g1.vda.qcow2 -F qcow2 gone.vda.qcow2
        qemu-img create -q -f qcow2 lower.qcow2 1M && qemu-img create -q -f qcow2 -b lower.qcow2 -F qcow2 upper.qcow2
        (exec sleep 300 < busy.img) >/dev/null 2>&1 &"""
            .formatted(IMAGES));
    Map<String, String> planted =
        Map.of(
            "notes.img", "UNKNOWN",
            "busy.img", "UNKNOWN",
            "lower.qcow2", "UNKNOWN",
            "upper.qcow2", "UNKNOWN",
            "gone.vda.qcow2", "ORPHAN_OVERLAY",
            ".corral/old.vda.qcow2.part", "ORPHAN_PART");
    assertThat(files("n2")).isEqualTo(planted);

    Corral.Answer plan =
        corral.post("/nodes/n2/clean?dryRun=true", Map.of("files", List.of(IMAGES + "notes.img")));
    assertThat(plan.body().path("details").path("files").findValuesAsText("path"))
        .containsExactly(IMAGES + "notes.img");
    assertThat(files("n2")).isEqualTo(planted);
    for (String known : List.of(IMAGES + "tiny.g1.vda.qcow2", "/etc/passwd", IMAGES + "link.img"))
      assertThat(corral.post("/nodes/n2/clean", Map.of("files", List.of(known))).text("code"))
          .isEqualTo("FILE_KNOWN");
    assertThat(
            corral
                .post("/nodes/n2/clean", Map.of("files", List.of(IMAGES + "lower.qcow2")))
                .text("code"))
        .isEqualTo("FILE_BACKS_OTHERS");

    corral.done(corral.post("/nodes/n2/clean", Map.of("orphans", true)));
    assertThat(files("n2")).containsOnlyKeys("notes.img", "busy.img", "lower.qcow2", "upper.qcow2");
    List<String> named = List.of(IMAGES + "notes.img", IMAGES + "busy.img");
    JsonNode cleaned = corral.done(corral.post("/nodes/n2/clean", Map.of("files", named)));
    assertThat(files("n2")).containsOnlyKeys("busy.img", "lower.qcow2", "upper.qcow2");
    assertThat(Corral.step(cleaned, "RemoveUnwanted").path("detail").asText())
        .contains("removed " + IMAGES + "notes.img")
        .contains("left " + IMAGES + "busy.img: a process has it open");
    assertThat(lab.sh("n2", "cat /etc/passwd")).isNotEmpty();
    assertThat(display().port()).isPositive();
  }

  @Test
  @Order(8)
  void aNodeThatCannotRunTheGuestIsRuledOutWithTheReason() {
    lab.seed("n1", "netted", 0);
    lab.sh(
        "n1",
        "printf '<network><name>only1</name><bridge name=\"only1\"/></network>' > /tmp/net && virsh net-define /tmp/net && virsh net-start only1 && virsh attach-interface netted network only1 --config");
    corral.done(corral.post("/bases", Map.of("name", "netted", "domain", "netted")));
    corral.done(corral.put("/bases/netted/copies", Map.of("nodes", List.of("n2"))));
    await()
        .alias("the network is seen")
        .atMost(Duration.ofSeconds(20))
        .until(() -> corral.post("/clones?dryRun=true", Map.of("base", "netted")).status() == 200);
    corral.done(corral.post("/clones", Map.of("base", "netted", "name", "wired", "start", false)));
    assertThat(corral.get("/clones/wired").text("node")).isEqualTo("n1");
    assertThat(corral.get("/clones/wired/placement").body().toString())
        .contains("it has no active network 'only1'");
    assertThat(corral.post("/clones/wired/move", Map.of("node", "n2")).text("detail"))
        .contains("n2: it has no active network 'only1'");
  }
}
