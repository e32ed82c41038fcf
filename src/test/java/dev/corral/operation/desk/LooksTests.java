package dev.corral.operation.desk;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Herd;
import dev.corral.Web;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** A node that takes connections and never says a word holds up only those who ask about it. */
@CorralTest
@Timeout(120)
class LooksTests {
  private static final Duration LONGEST = Duration.ofSeconds(15); // 10 s, on a slow machine
  @LocalServerPort int port;
  @Autowired Herd herd;
  @Autowired JdbcClient sql;
  private final ExecutorService clients = Executors.newFixedThreadPool(80);
  private ServerSocket silent;
  private Web web;

  @BeforeEach
  void aNodeThatIsCutOff() throws IOException {
    web = new Web(port);
    herd.none();
    herd.node("n1", 64 * Herd.GIB, 0);
    herd.node("n2", 64 * Herd.GIB, 0);
    silent = new ServerSocket(0, 200, InetAddress.getLoopbackAddress());
    sql.sql(
            "update corral.node set address = '127.0.0.1', ssh_port = ?, host_key = ? where name = 'n2'")
        .params(
            silent.getLocalPort(),
            "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGFiY2RlZmdoaWprbG1ub3BxcnN0dXZ3eHl6MTIzNDU2")
        .update();
  }

  @AfterEach
  void end() throws IOException {
    silent.close();
    clients.shutdownNow();
  }

  private long inTransaction() {
    return sql.sql("select count(*) from pg_stat_activity where state like 'idle in transaction%'")
        .query(Long.class)
        .single();
  }

  private Web.Answer timed(String path, Object body) {
    Instant begin = Instant.now();
    Web.Answer answer = web.send("boss:boss", "POST", path, body, java.util.Map.of());
    assertThat(Duration.between(begin, Instant.now())).isLessThan(LONGEST);
    return answer;
  }

  @Test
  void eightyAskAboutItAndTheHerdIsShownAsFastAsEver() {
    web.get("boss:boss", "/api/v1/nodes");
    List<CompletableFuture<Web.Answer>> asking = new ArrayList<>();
    for (int i = 0; i < 80; i++)
      asking.add(
          CompletableFuture.supplyAsync(
              () -> timed("/api/v1/nodes/n2/drain?dryRun=true", "{}"), clients));
    long most = 0;
    List<Long> millis = new ArrayList<>();
    while (!asking.stream().allMatch(CompletableFuture::isDone)) {
      Instant begin = Instant.now();
      assertThat(web.get("boss:boss", "/api/v1/nodes").status()).isEqualTo(200);
      millis.add(Duration.between(begin, Instant.now()).toMillis());
      most = Math.max(most, inTransaction());
    }
    assertThat(most).isLessThan(5);
    assertThat(millis.stream().sorted().skip(millis.size() / 2).findFirst().orElseThrow())
        .isLessThan(500);
    for (CompletableFuture<Web.Answer> each : asking) {
      Web.Answer answer = each.join();
      assertThat(answer.status()).as(answer.text()).isIn(429, 502);
      assertThat(answer.field("fix")).isNotBlank();
    }
    assertThat(asking.stream().map(a -> a.join().field("code"))).contains("NODE_ASKED");
  }

  @Test
  void whoAsksIsToldWithinTenSecondsAndNothingHasBegun() {
    for (String path : List.of("drain", "power-off", "clean", "firewall?dryRun=true")) {
      String body =
          path.equals("clean")
              ? "{\"orphans\":true}"
              : path.startsWith("firewall") ? "{\"firewall\":\"nftables\"}" : "{}";
      Web.Answer answer = timed("/api/v1/nodes/n2/" + path, body);
      assertThat(answer.status()).as(path + answer.text()).isIn(429, 502);
      assertThat(answer.field("fix")).isNotBlank();
    }
    assertThat(
            sql.sql("select count(*) from corral.operation where node = 'n2' and ended_at is null")
                .query(Long.class)
                .single())
        .isZero();
  }
}
