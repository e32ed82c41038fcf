package dev.corral;

import com.fasterxml.jackson.databind.JsonNode;
import dev.corral.fakes.FakeGuest;
import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeNode;
import dev.corral.host.HostKey;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.springframework.context.ConfigurableApplicationContext;

/**
 * Twenty hosts in memory, taken in over REST as a person would, with something to be seen in each
 * view: a base with two generations, clones, one node off, one that does not fit, one drained.
 */
final class DevHerd {
  private static final int NODES = 20;
  private static final Set<String> ENDS = Set.of("DONE", "INCIDENT", "REFUSED", "CANCELLED");
  private static final long MIB = 1L << 20;
  private final FakeHerd hosts;
  private final ScheduledExecutorService life =
      Executors.newScheduledThreadPool(
          2,
          work -> {
            Thread thread = new Thread(work, "herd");
            thread.setDaemon(true);
            return thread;
          });
  private Web web;
  private String admin;

  DevHerd(FakeHerd hosts) {
    this.hosts = hosts;
    IntStream.rangeClosed(1, NODES).forEach(n -> hosts.add(name(n)));
    hosts.node(name(7)).memory(128 * FakeHerd.GIB);
    hosts.node(name(12)).wakes(false);
    hosts.node(name(18)).without("rsync");
    hosts.golden(name(1), "debian", FakeHerd.GIB, 700 * MIB);
    hosts.golden(name(1), "windows", 4 * FakeHerd.GIB, 4096 * MIB);
    hosts.golden(name(3), "somebodys-own", 2 * FakeHerd.GIB, 100 * MIB);
    hosts.network().rate(1_200 * MIB);
    hosts.nodes().forEach(n -> hosts.network().rate(n.name(), name(17), MIB));
  }

  FakeHerd hosts() {
    return hosts;
  }

  private static String name(int number) {
    return "n%02d".formatted(number);
  }

  /**
   * Begins to take the hosts in; the job executor starts only after all that wait for this event.
   */
  void begin(ConfigurableApplicationContext context) {
    life.execute(() -> fill(context));
  }

  /** Takes the hosts in, and has them do something. */
  private void fill(ConfigurableApplicationContext context) {
    life.scheduleWithFixedDelay(hosts::write, 1, 1, TimeUnit.SECONDS);
    String port = context.getEnvironment().getRequiredProperty("local.server.port");
    String url = "http://localhost:" + port;
    web = new Web(Integer.parseInt(port));
    Path data = Path.of(context.getEnvironment().getRequiredProperty("corral.data-dir"));
    Path password = data.resolve("initial-admin-password");
    admin = "admin:" + read(password);
    say("Corral is at " + url + ", user admin, password in " + password);
    say(
        "Cockpit at "
            + url
            + "/camunda/app/cockpit/default/, REST at "
            + url
            + "/api/docs; the herd is being filled");
    hosts.node(name(3)).libvirt().named("somebodys-own").ifPresent(FakeHerd::start);
    await(onboard(1));
    List<String> all = new ArrayList<>();
    for (int n = 2; n <= NODES; n++) all.add(onboard(n));
    all.add(
        start(
            "POST",
            "/bases",
            Map.of("name", "debian", "domain", "debian", "reason", "to try things out")));
    all.add(start("POST", "/bases", Map.of("name", "windows", "domain", "windows")));
    all.forEach(this::await);
    List<String> most = IntStream.rangeClosed(2, 16).mapToObj(DevHerd::name).toList();
    String debian = start("PUT", "/bases/debian/copies", Map.of("nodes", most));
    await(start("PUT", "/bases/windows/copies", Map.of("nodes", most.subList(0, 4))));
    await(debian);
    await(start("POST", "/clones", Map.of("base", "debian", "count", 24, "owner", "course-7")));
    await(start("POST", "/clones", Map.of("base", "windows", "count", 3, "volatile", true)));
    await(
        start(
            "POST",
            "/nodes/" + name(5) + "/drain",
            Map.of("reason", "new memory comes on Monday")));
    await(
        start(
            "POST", "/nodes/" + name(19) + "/power-off", Map.of("reason", "not needed at night")));
    start("POST", "/nodes/" + name(9) + "/cordon", Map.of("reason", "its fan is loud"));
    await(
        start(
            "POST",
            "/bases/debian/generations",
            Map.of("release", false, "reason", "updates of this week")));
    start("PUT", "/bases/debian/copies/" + name(17), Map.of("reason", "behind a slow line"));
    hosts.alone(() -> hosts.node(name(4)).libvirt().all()).stream()
        .filter(FakeGuest::running)
        .limit(1)
        .forEach(g -> g.manners(FakeGuest.Manners.IGNORES));
    say(
        "the herd is ready, "
            + seconds()
            + " s after the start; Enter reads the UI again, Ctrl-C ends all");
  }

  private static void say(String words) {
    System.out.println("dev: " + words);
  }

  private static long seconds() {
    return ManagementFactory.getRuntimeMXBean().getUptime() / 1_000;
  }

  private String onboard(int number) {
    FakeNode node = hosts.node(name(number));
    return start(
        "POST",
        "/nodes",
        Map.of(
            "name", node.name(),
            "address", node.address(),
            "hostKeyFingerprint", HostKey.parse(node.hostKey()).fingerprint(),
            "password", node.password(),
            "main", number == 1));
  }

  private String start(String method, String path, Map<String, ?> body) {
    Web.Answer answer = web.send(admin, method, "/api/v1" + path, body, Map.of());
    if (answer.status() != 202) say(method + " " + path + " was not accepted: " + answer.text());
    return answer.status() == 202 ? answer.field("id") : "";
  }

  private void await(String operation) {
    while (!operation.isEmpty()) {
      JsonNode now = web.get(admin, "/api/v1/operations/" + operation).json();
      if (ENDS.contains(now.path("state").asText())) return;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  private static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
