package dev.corral;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;

/** The database dies or hangs under load: Corral says so at once, and goes on when it is back. */
@CorralTest
@Timeout(180)
class DatabaseAwayTests {
  private static final Duration AT_ONCE = Duration.ofSeconds(5);
  private static final Duration IN_TIME = Duration.ofSeconds(12);
  @LocalServerPort int port;
  @Autowired EmbeddedDatabase database;
  @Autowired Herd herd;
  private Web web;

  @BeforeEach
  void aHerd() {
    web = new Web(port);
    herd.none();
    herd.node("n1", Herd.GIB, 0);
  }

  private long postmaster() throws IOException {
    return EmbeddedDatabase.pid(database.folder().resolve("data"));
  }

  private static void signal(String name, long... pids) throws Exception {
    List<String> command = new ArrayList<>(List.of("kill", "-" + name));
    for (long pid : pids) command.add(Long.toString(pid));
    new ProcessBuilder(command).start().waitFor();
  }

  private Web.Answer nodes() {
    Instant begin = Instant.now();
    Web.Answer answer = web.get("boss:boss", "/api/v1/nodes");
    assertThat(Duration.between(begin, Instant.now())).isLessThan(IN_TIME);
    assertThat(answer.status()).as(answer.text()).isIn(200, 503);
    if (answer.status() == 503) {
      assertThat(answer.type()).startsWith("application/problem+json");
      assertThat(answer.field("code")).isEqualTo("DATABASE_AWAY");
      assertThat(answer.field("fix")).isNotBlank();
      assertThat(answer.headers()).containsKey("Retry-After");
    }
    return answer;
  }

  private Web.Answer atOnce(String who, String path) {
    Instant begin = Instant.now();
    Web.Answer answer = web.get(who, path);
    assertThat(Duration.between(begin, Instant.now())).as(path).isLessThan(AT_ONCE);
    return answer;
  }

  private void untilAnswered(int status) {
    Instant end = Instant.now().plusSeconds(90);
    while (nodes().status() != status) assertThat(Instant.now()).isBefore(end);
  }

  @Test
  void aKilledDatabaseIsStartedAgainAndNothingIsLost() throws Exception {
    long killed = postmaster();
    ExecutorService clients = Executors.newFixedThreadPool(8);
    try {
      List<Future<Map<Integer, Integer>>> load = new ArrayList<>();
      Instant end = Instant.now().plusSeconds(15);
      for (int i = 0; i < 8; i++)
        load.add(
            clients.submit(
                () -> {
                  Map<Integer, Integer> statuses = new HashMap<>();
                  while (Instant.now().isBefore(end))
                    statuses.merge(nodes().status(), 1, Integer::sum);
                  return statuses;
                }));
      signal("KILL", killed);
      for (Future<Map<Integer, Integer>> client : load)
        assertThat(client.get().keySet()).isSubsetOf(200, 503);
    } finally {
      clients.shutdownNow();
    }
    untilAnswered(200);
    assertThat(postmaster()).isNotEqualTo(killed);
    assertThat(nodes().field("items/0/name")).isEqualTo("n1");
  }

  @Test
  void aDatabaseThatHangsIsSaidToBeAwayUntilItGoesOn() throws Exception {
    web.get("boss:boss", "/engine-rest/engine"); // a servlet begins at its first request
    long server = postmaster();
    long[] all =
        Stream.concat(
                Stream.of(server),
                ProcessHandle.of(server).orElseThrow().children().map(ProcessHandle::pid))
            .mapToLong(Long::longValue)
            .toArray();
    signal("STOP", all);
    try {
      Instant end = Instant.now().plusSeconds(10);
      while (web.get(null, "/actuator/health").status() == 200)
        assertThat(Instant.now()).isBefore(end);
      for (String path :
          List.of("/api/v1/nodes", "/engine-rest/engine", "/actuator/health", "/api/v1/nosuch")) {
        assertThat(atOnce("boss:boss", path).status()).as(path).isEqualTo(503);
        assertThat(atOnce("boss:wrong", path).status()).as(path).isEqualTo(503);
      }
      assertThat(atOnce(null, "/actuator/health").field("status")).isEqualTo("DOWN");
      assertThat(atOnce(null, "/actuator/health/liveness").status()).isEqualTo(200);
    } finally {
      signal("CONT", all);
      untilAnswered(200);
    }
    assertThat(web.get(null, "/actuator/health").status()).isEqualTo(200);
  }
}
