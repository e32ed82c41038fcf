package dev.corral.fakes;

import dev.corral.engine.Operation;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** What people do with a herd: together the stories come by every step of every process. */
final class Stories {
  private static final Map<String, ?> NOTHING = Map.of();

  private Stories() {}

  static Map<String, Consumer<Stage>> all() {
    Map<String, Consumer<Stage>> all = new LinkedHashMap<>();
    all.put("a node is taken in with all that can be done for it", Stories::onboarding);
    all.put("clones are made, stopped, started and removed", Stories::clones);
    all.put("a clone's node fails while it is made, and another one takes it", Stories::elsewhere);
    all.put("clones move, live and cold, and where one node fails to another", Stories::moves);
    all.put("nodes are emptied in all ways, and filled again", Stories::drains);
    all.put("a node sleeps and is woken", Stories::sleep);
    all.put("a node is lost, written off, and comes back", Stories::lost);
    all.put("a base gets a new generation, in waves, and clones follow", Stories::generations);
    all.put("a copy is wrong, and healed; a base goes", Stories::wrongCopy);
    all.put("leftovers, rules, policy", Stories::order);
    all.put("a removed clone is brought back", Stories::returned);
    all.put("guests that do not listen, and a person who makes them", Stories::deaf);
    all.put(
        "nodes that do not do as they are told, and a person who sees to them", Stories::stubborn);
    all.put("nodes retire, with and without an answer", Stories::retiring);
    return all;
  }

  private static void onboarding(Stage s) {
    s.hosts().add("n1").without("rsync");
    s.onboard("n1", Map.of("installPackages", true));
    s.hosts().add("n2");
    s.onboard("n2", Map.of("proveWake", true));
  }

  private static void clones(Stage s) {
    s.nodes(3);
    s.base("debian", "n2", "n3");
    s.done("POST", "/clones", Map.of("base", "debian", "count", 3));
    s.clone("debian", "alice", NOTHING);
    s.done("POST", "/clones/alice/stop", Map.of("deadline", 60));
    s.done("POST", "/clones/alice/start", NOTHING);
    s.done("DELETE", "/clones/alice?force=true", null);
  }

  private static void elsewhere(Stage s) {
    s.nodes(3);
    s.base("debian", "n2", "n3");
    s.done("POST", "/nodes/n1/cordon", NOTHING);
    s.hosts().node("n2").libvirt().refuse("network 'default' is not active");
    s.clone("debian", "alice", NOTHING);
    s.clone("debian", "bob", NOTHING);
    s.done("POST", "/nodes/n1/activate", NOTHING);
  }

  private static void moves(Stage s) {
    s.nodes(4);
    s.base("debian", "n2", "n3", "n4");
    String home = s.clone("debian", "alice", NOTHING);
    s.done("POST", "/clones/alice/move", Map.of("node", other(home), "live", true));
    s.done("POST", "/clones/alice/move", Map.of("node", home, "live", false));
    s.done("POST", "/clones/alice/stop", Map.of("deadline", 60));
    s.done("POST", "/clones/alice/move", NOTHING);
    s.done("POST", "/clones/alice/start", NOTHING);
    String at = s.home("alice");
    String to = s.begin("POST", "/clones/alice/move", Map.of("live", false));
    s.jobs().until(() -> s.get("/operations/" + to).text().contains("SendOverlay"));
    FakeNode dead = s.hosts().node(target(s, to));
    dead.cutPower();
    s.ends(to, Operation.State.DONE);
    if (s.home("alice").equals(at)) throw new AssertionError("it has not moved");
    dead.switchOn();
    s.jobs().pass(Duration.ofMinutes(5));
    s.rest();
  }

  private static String target(Stage s, String operation) {
    return s.operation(operation).steps().stream()
        .filter(step -> step.id().equals("SendOverlay"))
        .findFirst()
        .orElseThrow()
        .node();
  }

  private static String other(String node) {
    return node.equals("n2") ? "n3" : "n2";
  }

  private static void drains(Stage s) {
    s.nodes(3);
    s.base("debian", "n2", "n3");
    s.done("POST", "/nodes/n1/cordon", NOTHING);
    s.done("POST", "/nodes/n3/cordon", NOTHING);
    for (String name : List.of("alice", "bob", "carol", "dave")) s.clone("debian", name, NOTHING);
    s.done("POST", "/nodes/n3/activate", NOTHING);
    guest(s, "carol").manners(FakeGuest.Manners.IGNORES);
    guest(s, "dave").manners(FakeGuest.Manners.SLOW);
    Map<String, String> modes = Map.of("bob", "shutdown", "carol", "wait", "dave", "shutdown");
    s.done(
        "POST",
        "/nodes/n2/drain",
        Map.of("guests", modes, "deadline", 120, "then", "force", "powerOff", true));
    s.done("POST", "/nodes/n2/restore", NOTHING);
  }

  private static FakeGuest guest(Stage s, String name) {
    return s.hosts().node(s.home(name)).libvirt().named(name).orElseThrow();
  }

  private static void sleep(Stage s) {
    s.nodes(3);
    s.base("debian", "n3");
    s.done("POST", "/nodes/n2/power-off", NOTHING);
    s.done("PUT", "/bases/debian/copies/n2", NOTHING);
    s.clone("debian", "alice", Map.of("start", false));
    String home = s.home("alice");
    s.done("POST", "/nodes/" + home + "/power-off", NOTHING);
    s.done("POST", "/clones/alice/start", NOTHING);
    s.done("POST", "/nodes/n2/cordon", NOTHING);
  }

  private static void lost(Stage s) {
    s.nodes(4);
    s.base("debian", "n2", "n3", "n4");
    for (String node : List.of("n1", "n3", "n4"))
      s.done("POST", "/nodes/" + node + "/cordon", NOTHING);
    s.clone("debian", "alice", NOTHING);
    s.clone("debian", "fleeting", Map.of("volatile", true));
    for (String node : List.of("n3", "n4")) s.done("POST", "/nodes/" + node + "/activate", NOTHING);
    s.hosts().node("n2").cutPower();
    s.jobs().pass(Duration.ofMinutes(3));
    s.done("POST", "/nodes/n2/confirm-off", Map.of("startElsewhere", true, "reason", "it burns"));
    s.rest();
    s.hosts().node("n2").switchOn();
    s.jobs().pass(Duration.ofMinutes(1));
    s.rest();
  }

  private static void generations(Stage s) {
    s.nodes(3);
    s.base("debian", "n2", "n3");
    s.clone("debian", "alice", NOTHING);
    s.done("POST", "/bases/debian/generations", Map.of("release", false));
    s.done("POST", "/bases/debian/rollout", Map.of("canary", List.of("n2"), "waves", 1));
    s.done("POST", "/clones/alice/stop", Map.of("deadline", 60));
    s.done("POST", "/clones/alice/rebase", NOTHING);
    s.done("POST", "/bases/debian/rollback", Map.of("generation", 1));
    s.done("POST", "/bases/debian/rollback", Map.of("generation", 2));
    s.done("DELETE", "/bases/debian/generations/1", null);
  }

  private static void wrongCopy(Stage s) {
    s.nodes(3);
    s.base("debian", "n2", "n3");
    String image = FakeNode.IMAGES + "/debian.g1.vda.qcow2";
    FakeFiles files = s.hosts().node("n2").files();
    files.put(image, files.image(image).orElseThrow().with(0, 666));
    s.done("POST", "/bases/debian/verify", NOTHING);
    s.done("DELETE", "/bases/debian/copies/n3", null);
    s.done("DELETE", "/bases/debian", null);
  }

  private static void order(Stage s) {
    s.nodes(2);
    s.base("debian", "n2");
    s.done("PATCH", "/cluster", Map.of("poolHighWater", 80));
    s.done("POST", "/nodes/n2/firewall", Map.of("firewall", "nftables"));
    s.hosts()
        .node("n2")
        .files()
        .put(FakeNode.IMAGES + "/old.qcow2", Content.Image.overlay(FakeHerd.GIB, ""));
    s.done("POST", "/nodes/n2/clean", Map.of("files", List.of(FakeNode.IMAGES + "/old.qcow2")));
  }

  private static void retiring(Stage s) {
    s.nodes(3);
    s.base("debian", "n2", "n3");
    s.clone("debian", "alice", NOTHING);
    s.done("DELETE", "/nodes/n2", null);
    s.hosts().node("n3").cutPower();
    s.jobs().pass(Duration.ofMinutes(3));
    s.done("DELETE", "/nodes/n3?force=true&reason=it%20burnt", null);
  }

  private static void returned(Stage s) {
    s.nodes(2);
    s.base("debian", "n2");
    s.clone("debian", "alice", NOTHING);
    s.done("DELETE", "/clones/alice?force=true", null);
    s.done("POST", "/clones/alice/aside/bring-back", NOTHING);
    s.done("POST", "/clones/alice/start", NOTHING);
  }

  private static void deaf(Stage s) {
    s.nodes(2);
    s.base("debian", "n2");
    s.clone("debian", "alice", NOTHING);
    guest(s, "alice").manners(FakeGuest.Manners.IGNORES);
    String stop = s.begin("POST", "/clones/alice/stop", Map.of("deadline", 60));
    s.isAnIncident(stop);
    guest(s, "alice").manners(FakeGuest.Manners.OBEYS);
    s.retried(stop);
    s.done("POST", "/clones/alice/start", NOTHING);
    guest(s, "alice").manners(FakeGuest.Manners.IGNORES);
    String move = s.begin("POST", "/clones/alice/move", Map.of("live", false, "deadline", 60));
    s.isAnIncident(move);
    guest(s, "alice").manners(FakeGuest.Manners.OBEYS);
    s.retried(move);
    guest(s, "alice").manners(FakeGuest.Manners.IGNORES);
    s.done("POST", "/clones/alice/stop", Map.of("deadline", 60, "force", true));
  }

  private static void stubborn(Stage s) {
    s.nodes(2);
    FakeNode n2 = s.hosts().node("n2").obeysPowerOff(false);
    String off = s.begin("POST", "/nodes/n2/power-off", NOTHING);
    s.isAnIncident(off);
    n2.obeysPowerOff(true);
    s.retried(off);
    n2.wakes(false);
    String wake = s.begin("POST", "/nodes/n2/wake", NOTHING);
    s.isAnIncident(wake);
    n2.wakes(true);
    s.retried(wake);
    String firewall = s.begin("POST", "/nodes/n2/firewall", Map.of("firewall", "nftables"));
    s.jobs().until(() -> s.get("/operations/" + firewall).text().contains("ConfirmRules"));
    n2.faults().sshRefused(true);
    s.isAnIncident(firewall);
    n2.faults().sshRefused(false);
    s.retried(firewall);
    s.jobs().pass(Duration.ofMinutes(1));
  }
}
