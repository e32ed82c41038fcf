package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Ways in which a disk was lost on real hosts, each walked again. */
class DiskSafetyIT {
  private static final List<String> NODES = List.of("n1", "n2", "n3");
  private static final String IMAGES = "/var/lib/libvirt/images/";
  static Lab lab;
  static Corral corral;

  @BeforeAll
  static void up() {
    lab = Lab.up(3);
    lab.run("seed", "n1", "golden", "golden", "0", "1", "64M");
    corral = Corral.fresh("disk-safety");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
  }

  @AfterAll
  static void down() {
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  @AfterEach
  void asBefore() {
    for (String node : NODES) {
      lab.run("on", node);
      lab.run("fast", node);
      lab.sh(node, "iptables -F; pkill -CONT libvirtd; umount /usr/bin/openssl 2>/dev/null");
      healthy(node);
      if (!corral.get("/nodes/" + node).text("availability").equals("ACTIVE"))
        corral.done(corral.post("/nodes/" + node + "/activate", Map.of()));
    }
  }

  private static void healthy(String node) {
    until(90, () -> corral.get("/nodes/" + node).text("health").equals("UP"));
  }

  private static void until(int seconds, Callable<Boolean> true_) {
    await().atMost(Duration.ofSeconds(seconds)).until(true_);
  }

  private static void add(String clone, boolean runs) {
    corral.done(corral.post("/clones", Map.of("base", "tiny", "name", clone, "start", runs)));
    if (runs) until(30, () -> beats(home(clone), clone)[1] > 0);
  }

  private static String home(String clone) {
    return corral.get("/clones/" + clone).text("node");
  }

  private static String after(String node) {
    return NODES.get((NODES.indexOf(node) + 1) % NODES.size());
  }

  /**
   * Its disk is on the other side; from here on libvirt there is not needed until the last word.
   */
  private static boolean memoryLeaves(String node, String clone) {
    return lab.sh(node, "virsh domjobinfo " + clone)
        .lines()
        .anyMatch(l -> l.matches("Memory processed: +[1-9].*"));
  }

  private static String disk(String clone) {
    return IMAGES + clone + ".vda.qcow2";
  }

  /** Boots and heartbeats, from its disk on that node; none if there is no such disk. */
  private static int[] beats(String node, String clone) {
    if (!lab.images(node).contains("./" + clone + ".vda.qcow2")) return new int[] {0, 0};
    String[] said = lab.run("beats", node, clone + ".vda").split(" ");
    return new int[] {Integer.parseInt(said[0]), Integer.parseInt(said[1])};
  }

  private static void write(String node, String clone, String pattern) {
    assertThat(lab.sh(node, "qemu-io -f qcow2 -c 'write -P " + pattern + " 1M 64k' " + disk(clone)))
        .contains("wrote");
  }

  private static void holds(String node, String clone, String pattern) {
    assertThat(
            lab.sh(node, "qemu-io -r -f qcow2 -c 'read -P " + pattern + " 1M 64k' " + disk(clone)))
        .contains("read 65536")
        .doesNotContain("failed");
  }

  /** As on hosts where an overlay has ten gigabytes. */
  private static void summingTakes(String node, int seconds) {
    lab.sh(
        node,
        "cp /usr/bin/openssl /run/o.real; printf '#!/bin/sh\\nsleep %d; exec /run/o.real \"$@\"\\n' > /run/o; chmod +x /run/o; mount --bind /run/o /usr/bin/openssl"
            .formatted(seconds));
  }

  /** A shell's case is looked through before QEMU begins; its libraries are found as ever. */
  private static void qemu(String node, String first) {
    lab.sh(
        node,
        "mkdir -p /run/u/bin; ln -sfn /usr/share /run/u/share; ln -sfn /usr/lib /run/u/lib; cp"
            + " /usr/bin/qemu-system-x86_64 /run/u/bin/real; printf '%s\n"
            + "' '#!/bin/sh' 'case \"$*\" in "
            + first
            + ";; esac' 'exec /run/u/bin/real \"$@\"' > /run/q; chmod +x /run/q; mount --bind"
            + " /run/q /usr/bin/qemu-system-x86_64");
  }

  private static boolean worksOn(String node) {
    return !lab.sh(
            node,
            "for d in /run/corral/work/*; do [ ! -e $d/lock ] || flock -n $d/lock true || echo"
                + " works; done")
        .isEmpty();
  }

  private static String step(String id, String step) {
    for (JsonNode s : corral.operation(id).path("steps"))
      if (s.path("id").asText().equals(step)) return s.path("state").asText();
    return "";
  }

  private static String move(String clone, String target, boolean live) {
    return corral
        .post("/clones/" + clone + "/move", Map.of("node", target, "live", live))
        .text("id");
  }

  private static JsonNode ended(String id, int seconds) {
    until(
        seconds,
        () -> !List.of("RUNNING", "WAITING").contains(corral.operation(id).path("state").asText()));
    return corral.operation(id);
  }

  @Test
  void aMoveThatWasCancelledAndAskedForAgainBringsTodaysDisk() {
    add("cold", false);
    String home = home("cold");
    String target = after(home);
    summingTakes(home, 10);
    summingTakes(target, 10);
    String id = move("cold", target, false);
    until(60, () -> !step(id, "CompareOverlay").isEmpty());
    corral.post("/operations/" + id + "/cancel", Map.of());
    until(60, () -> !worksOn(home) && !worksOn(target));
    write(home, "cold", "0xaa");

    JsonNode again = ended(move("cold", target, false), 120);
    assertThat(again.path("state").asText()).isEqualTo("DONE");
    assertThat(home("cold")).isEqualTo(target);
    holds(target, "cold", "0xaa");
  }

  @Test
  void aPausedGuestArrivesAndStaysPaused() {
    add("paused", true);
    String home = home("paused");
    String target = after(home);
    lab.sh(home, "virsh suspend paused");
    JsonNode move = ended(move("paused", target, true), 60);
    assertThat(move.path("state").asText()).isEqualTo("DONE");
    assertThat(home("paused")).isEqualTo(target);
    assertThat(lab.sh(target, "virsh domstate paused")).contains("paused");
    lab.sh(target, "virsh resume paused");
    int before = beats(target, "paused")[1];
    until(30, () -> beats(target, "paused")[1] > before);
    assertThat(beats(target, "paused")[0]).isEqualTo(1);
  }

  @Test
  void theDiskOfATargetThatDiesRightAfterTheHandOverIsTheOneThatCounts() {
    add("handed", true);
    String home = home("handed");
    String target = after(home);
    lab.run("slow", home, "20mbit");
    String id = move("handed", target, true);
    until(30, () -> step(id, "MigrateLive").equals("RUNNING"));
    // stands for a Corral that does not look for a moment
    corral.engine("PUT", "/process-instance/" + id + "/suspended", Map.of("suspended", true));
    lab.run("fast", home);
    until(60, () -> lab.running(target).contains("handed"));
    until(60, () -> !lab.defined(home).contains("handed"));
    int beats = beats(target, "handed")[1];
    until(30, () -> beats(target, "handed")[1] > beats + 2);
    int[] last = beats(target, "handed");
    lab.run("kill", target);
    corral.engine("PUT", "/process-instance/" + id + "/suspended", Map.of("suspended", false));
    until(90, () -> corral.get("/nodes/" + target).text("health").equals("LOST"));
    lab.run("on", target);
    healthy(target);
    if (ended(id, 120).path("state").asText().equals("INCIDENT")) {
      corral.post("/operations/" + id + "/retry", Map.of());
      ended(id, 120);
    }
    assertThat(corral.operation(id).path("state").asText()).isEqualTo("DONE");
    assertThat(home("handed")).isEqualTo(target);
    if (!lab.running(target).contains("handed"))
      corral.done(corral.post("/clones/handed/start", Map.of()));
    until(30, () -> beats(target, "handed")[1] > last[1]);
    assertThat(beats(target, "handed")[0]).isEqualTo(last[0] + 1);
    assertThat(lab.running(home)).doesNotContain("handed");
  }

  private static void foreign(String node, String name) {
    lab.sh(
        node,
        "qemu-img create -q -f qcow2 %1$s 16M && qemu-io -f qcow2 -c 'write -P 0x55 0 64k' -c 'write -P 0x55 1M 64k' %1$s"
            .formatted(disk(name)));
  }

  private static void only(String node) {
    for (String other : NODES)
      if (!other.equals(node)) corral.done(corral.post("/nodes/" + other + "/cordon", Map.of()));
  }

  @Test
  void theDiskOfSomebodyElsesGuestOfThatNameIsLeftAlone() {
    foreign("n2", "zz-1");
    String xml = lab.run("domain", "zz-1", disk("zz-1"));
    lab.sh(
        "n2",
        "cat > /run/zz.xml <<'X'\n" + xml + "\nX\nvirsh define /run/zz.xml && virsh start zz-1");
    assertThat(lab.running("n2")).contains("zz-1");
    only("n2");
    Corral.Answer asked = corral.post("/clones", Map.of("base", "tiny", "name", "zz-1"));
    if (asked.status() == 202) corral.settled(asked.text("id"));
    assertThat(lab.images("n2")).contains("./zz-1.vda.qcow2");
    assertThat(lab.running("n2")).contains("zz-1");
    assertThat(lab.sh("n2", "qemu-io -U -r -f qcow2 -c 'read -P 0x55 1M 64k' " + disk("zz-1")))
        .contains("read 65536")
        .doesNotContain("failed");
    // the monitor has seen it by now: its name is refused before anything begins
    until(
        10,
        () -> {
          Corral.Answer again =
              corral.post("/clones?dryRun=true", Map.of("base", "tiny", "name", "zz-1"));
          return again.status() != 200;
        });
    lab.sh("n2", "virsh destroy zz-1; virsh undefine zz-1; rm -f " + disk("zz-1"));
  }

  @Test
  void aFileThatIsInTheWayIsNeitherBootedFromNorRemoved() {
    foreign("n2", "zz-2");
    only("n2");
    Corral.Answer asked = corral.post("/clones", Map.of("base", "tiny", "name", "zz-2"));
    JsonNode ended = corral.settled(asked.text("id"));
    assertThat(ended.path("state").asText()).isNotEqualTo("DONE");
    assertThat(lab.defined("n2")).doesNotContain("zz-2");
    holds("n2", "zz-2", "0x55");
    corral.done(corral.send("DELETE", "/clones/zz-2?force=true", null, Map.of()));
    holds("n2", "zz-2", "0x55");
    lab.sh("n2", "rm -f " + disk("zz-2"));
  }

  @Test
  void whereAGuestMayHaveBeenStartedNoSecondOneIs() {
    qemu("n2", "*guest=twice*) sleep 6");
    try {
      only("n2");
      String id = corral.post("/clones", Map.of("base", "tiny", "name", "twice")).text("id");
      until(60, () -> step(id, "StartGuest").equals("RUNNING"));
      for (String other : List.of("n1", "n3"))
        corral.done(corral.post("/nodes/" + other + "/activate", Map.of()));
      until(30, () -> !lab.sh("n2", "pgrep -f guest=twice").isEmpty());
      lab.sh("n2", "iptables -I INPUT -j DROP; iptables -I OUTPUT -j DROP");
      until(
          120,
          () ->
              corral.operation(id).path("state").asText().equals("INCIDENT")
                  || corral.operation(id).path("state").asText().equals("DONE"));
      lab.sh("n2", "iptables -F");
      healthy("n2");
      if (corral.operation(id).path("state").asText().equals("INCIDENT")) {
        corral.post("/operations/" + id + "/retry", Map.of());
        corral.settled(id);
      }
      assertThat(corral.operation(id).path("state").asText()).isEqualTo("DONE");
      assertThat(NODES.stream().filter(n -> lab.running(n).contains("twice"))).hasSize(1);
    } finally {
      lab.sh("n2", "umount /usr/bin/qemu-system-x86_64");
    }
  }

  @Test
  void aFullDiskLeavesTheKeysOfAnAdministratorAsTheyAre() {
    add("keys", false);
    String home = home("keys");
    String target = after(home);
    lab.sh(
        target,
        "mkdir -p /run/t; mount -t tmpfs -o size=24k,mode=700 tmpfs /run/t; cp -a /root/.ssh/."
            + " /run/t; mount --bind /run/t /root/.ssh; dd if=/dev/zero of=/root/.ssh/fill bs=1k"
            + " 2>/dev/null");
    try {
      String before = lab.sh(target, "cat /root/.ssh/authorized_keys");
      assertThat(before).contains("ssh-");
      String id = move("keys", target, false);
      JsonNode ended = ended(id, 120);
      assertThat(lab.sh(target, "cat /root/.ssh/authorized_keys")).isEqualTo(before);
      if (!ended.path("state").asText().equals("DONE")) {
        assertThat(ended.toString()).contains("No space left");
        corral.post("/operations/" + id + "/cancel", Map.of());
      }
    } finally {
      lab.sh(target, "umount /root/.ssh; umount /run/t");
    }
  }

  @Test
  void aKillInTheLastPhaseOfALiveMoveLeavesTheGuestRunningOnOneSide() {
    add("killed", true);
    String home = home("killed");
    String target = after(home);
    int[] before = beats(home, "killed");
    lab.run("slow", home, "1mbit");
    String id = move("killed", target, true);
    until(60, () -> memoryLeaves(home, "killed"));
    lab.sh(target, "pkill -STOP libvirtd"); // so that its last word is never said
    lab.run("fast", home);
    until(60, () -> lab.sh(home, "virsh domstate killed").contains("paused"));
    corral.kill();
    lab.sh(target, "pkill -CONT libvirtd");
    corral.start();
    until(
        60,
        () ->
            NODES.stream()
                    .filter(n -> lab.sh(n, "virsh list --state-running --name").contains("killed"))
                    .count()
                == 1);
    JsonNode ended = ended(id, 120);
    assertThat(ended.path("state").asText()).isEqualTo("DONE");
    String now = home("killed");
    until(30, () -> beats(now, "killed")[1] > before[1]);
    assertThat(beats(now, "killed")[0]).isEqualTo(before[0]);
    assertThat(lab.sh(now, "qemu-img check -U " + disk("killed"))).contains("No errors");
  }

  @Test
  void aGuestThatTheTargetCannotStartGoesBackToItsOldHome() {
    add("back", false);
    String home = home("back");
    String target = after(home);
    corral.done(corral.post("/clones/back/start", Map.of()));
    until(30, () -> beats(home, "back")[1] > 1);
    int[] before = beats(home, "back");
    qemu(target, "*guest=back*) echo no >&2; exit 1");
    try {
      String id = move("back", target, false);
      assertThat(ended(id, 120).path("state").asText()).isEqualTo("INCIDENT");
      assertThat(lab.images(home)).contains("./back.vda.qcow2");
      assertThat(lab.defined(home)).contains("back");
      corral.post("/operations/" + id + "/cancel", Map.of());
      assertThat(home("back")).isEqualTo(home);
      corral.done(corral.post("/clones/back/start", Map.of()));
      until(30, () -> beats(home, "back")[1] > before[1]);
    } finally {
      lab.sh(target, "umount /usr/bin/qemu-system-x86_64");
    }
  }

  @Test
  void aRemovedCloneComesBackWithItsData() {
    String name = "again-" + UUID.randomUUID().toString().substring(0, 4);
    add(name, true);
    String home = home(name);
    String mac = lab.sh(home, "virsh domiflist " + name);
    corral.done(corral.post("/clones/" + name + "/stop", Map.of()));
    int boots = beats(home, name)[0];
    write(home, name, "0x5a");
    corral.done(corral.send("DELETE", "/clones/" + name, null, Map.of()));
    assertThat(lab.defined(home)).doesNotContain(name);
    Corral.Answer base = corral.send("DELETE", "/bases/tiny/copies/" + home, null, Map.of());
    if (!home.equals("n1")) {
      assertThat(base.text("code")).isEqualTo("BASE_IN_USE");
      assertThat(base.text("detail")).contains("what is set aside of " + name + " on " + home);
    }
    String back = "/clones/" + name + "/aside/bring-back";
    JsonNode plan = corral.post(back + "?dryRun=true", Map.of()).body().path("details");
    assertThat(plan.path("node").asText()).isEqualTo(home);
    assertThat(plan.path("base").asText()).isEqualTo("tiny");

    assertThat(corral.post(back + "?dryrun=true", Map.of()).status()).isEqualTo(400);
    assertThat(corral.post(back, Map.of("ids", "x")).status()).isEqualTo(400);
    String id = corral.post(back, Map.of("reason", "it is needed after all")).text("id");
    assertThat(corral.post(back, Map.of()).text("code"))
        .isIn("OPERATION_RUNNING", "CLONE_EXISTS", "NOT_ASIDE");
    corral.kill();
    corral.start();
    corral.await_(id, o -> o.path("state").asText().equals("DONE"));
    assertThat(corral.get("/clones/" + name).text("state")).isEqualTo("STOPPED");
    assertThat(home(name)).isEqualTo(home);
    holds(home, name, "0x5a");
    assertThat(lab.sh(home, "virsh domiflist " + name)).isEqualTo(mac);
    assertThat(corral.list("/clones/" + name + "/aside")).isEmpty();
    assertThat(lab.sh(home, "ls " + IMAGES + ".corral/aside")).doesNotContain(name);
    corral.done(corral.post("/clones/" + name + "/start", Map.of()));
    until(30, () -> beats(home, name)[0] == boots + 1);
    corral.done(corral.post("/clones/" + name + "/stop", Map.of()));
    holds(home, name, "0x5a");

    corral.done(corral.send("DELETE", "/clones/" + name, null, Map.of()));
    JsonNode item = corral.list("/clones/" + name + "/aside").get(0);
    long before = used(home);
    corral.done(
        corral.post(
            "/nodes/" + home + "/aside/purge", Map.of("ids", List.of(item.path("id").asText()))));
    assertThat(used(home)).isLessThanOrEqualTo(before - item.path("bytes").asLong());
    assertThat(corral.post(back, Map.of()).text("code")).isEqualTo("NOT_ASIDE");
  }

  /** Bytes that the pool's files take. */
  private static long used(String node) {
    return Long.parseLong(lab.sh(node, "du -s -B1 " + IMAGES).split("\\s")[0]);
  }

  @Test
  void aRemovedDiskIsSetAsideWithAManifest() {
    String name = "gone-" + UUID.randomUUID().toString().substring(0, 4);
    add(name, false);
    String home = home(name);
    write(home, name, "0x77");
    corral.done(corral.send("DELETE", "/clones/" + name + "?force=true", null, Map.of()));
    assertThat(lab.images(home)).doesNotContain("./" + name + ".vda.qcow2");
    String aside = lab.sh(home, "grep -l " + name + " " + IMAGES + ".corral/aside/*/manifest.json");
    assertThat(aside).endsWith("manifest.json");
    assertThat(
            lab.sh(
                home,
                "qemu-io -r -f qcow2 -c 'read -P 0x77 1M 64k' $(dirname %s)/%s.vda.qcow2"
                    .formatted(aside, name)))
        .contains("read 65536")
        .doesNotContain("failed");
    JsonNode item = corral.list("/clones/" + name + "/aside").get(0);
    assertThat(item.path("node").asText()).isEqualTo(home);
    assertThat(item.path("superseded").asBoolean()).isFalse();
    assertThat(item.path("bytes").asLong()).isPositive();
    corral.done(
        corral.post(
            "/nodes/" + home + "/aside/purge", Map.of("ids", List.of(item.path("id").asText()))));
    assertThat(corral.list("/clones/" + name + "/aside")).isEmpty();
    assertThat(lab.sh(home, "ls " + aside)).contains("No such file");
    assertThat(corral.download("/audit?clone=" + name)).contains("PURGED");
  }
}
