package dev.corral.api;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.CorralTest;
import dev.corral.Web;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.web.server.LocalServerPort;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Who follows an operation hears of it at once, whatever others who follow do. */
@CorralTest
@Timeout(60)
class OperationStreamsTests {
  private static final Duration SOON = Duration.ofSeconds(10);
  @LocalServerPort int port;
  @Autowired JdbcClient sql;
  private final List<Reader> readers = new ArrayList<>();

  @AfterEach
  void hangUp() throws IOException {
    for (Reader reader : readers) reader.socket.close();
  }

  private String operation() {
    String id = UUID.randomUUID().toString();
    sql.sql(
            "insert into corral.operation(id, kind, subject, state, started_by, started_at) values (?, 'followed', ?, 'RUNNING', 'boss', now())")
        .params(id, id)
        .update();
    return id;
  }

  private void advance(String id, int percent, String reason) {
    sql.sql("update corral.operation set percent = ?, reason = ? where id = ?")
        .params(percent, reason, id)
        .update();
  }

  private final class Reader {
    final Socket socket = new Socket();
    final BufferedReader lines;

    Reader(String who, String id, int buffer) throws IOException {
      if (buffer > 0) socket.setReceiveBufferSize(buffer);
      socket.connect(new InetSocketAddress("127.0.0.1", port));
      socket
          .getOutputStream()
          .write(
              ("GET /api/v1/operations/%s/events HTTP/1.1\r\nHost: corral\r\nConnection: close\r\nAuthorization: Basic %s\r\n\r\n")
                  .formatted(
                      id, Base64.getEncoder().encodeToString((who + ":" + who).getBytes(UTF_8)))
                  .getBytes(UTF_8));
      lines = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8));
      readers.add(this);
    }

    /** Up to the line that contains this; null if the stream ends before. */
    String until(String words, Duration within) throws IOException {
      socket.setSoTimeout((int) within.toMillis());
      String line;
      do line = lines.readLine();
      while (line != null && !line.contains(words));
      return line;
    }

    void untilHeartbeat() throws IOException {
      String line;
      do line = until(":", SOON);
      while (!":".equals(line));
    }
  }

  @Test
  void tellsAtOnceAtEachChangeAndAtTheEnd() throws IOException {
    String id = operation();
    Reader reader = new Reader("viewer", id, 0);
    assertThat(reader.until("HTTP/1.1", SOON)).contains("200");
    assertThat(reader.until("event:", SOON)).isEqualTo("event:operation");
    assertThat(reader.until("data:", SOON)).contains(id).contains("\"percent\":0");
    advance(id, 40, null);
    assertThat(reader.until("\"percent\":40", SOON)).startsWith("data:");
    sql.sql("update corral.operation set state = 'DONE', ended_at = now() where id = ?")
        .param(id)
        .update();
    assertThat(reader.until("\"state\":\"DONE\"", SOON)).startsWith("data:");
    assertThat(reader.until("0", SOON)).isEqualTo("0"); // the last chunk
  }

  @Test
  void saysThatItIsStillThere() throws IOException {
    Reader reader = new Reader("viewer", operation(), 0);
    reader.until("data:", SOON);
    reader.untilHeartbeat();
  }

  @Test
  void whoDoesNotReadHoldsUpNobodyAndIsDropped() throws IOException {
    String id = operation();
    List<Reader> deaf = new ArrayList<>();
    for (int i = 0; i < 8; i++) deaf.add(new Reader("operator", id, 1024));
    for (Reader reader : deaf) reader.until("data:", SOON);
    Reader keen = new Reader("viewer", id, 0);
    keen.until("data:", SOON);
    String much = "x".repeat(1_000_000);
    for (int percent = 1; percent <= 12; percent++) {
      advance(id, percent, percent + much);
      assertThat(keen.until("\"percent\":" + percent + ",", SOON)).isNotNull();
    }
    advance(id, 13, null);
    assertThat(keen.until("\"percent\":13,", SOON)).isNotNull();
    for (int i = 0; i < 4; i++) keen.untilHeartbeat(); // twice the patience
    for (Reader reader : deaf) // gets what was on its way, and then no more
    assertThat(reader.until("\"percent\":13,", SOON)).isNull();
  }

  @Test
  void aUserFollowsSoManyAndNoMore() throws IOException {
    String id = operation();
    for (int i = 0; i < 20; i++) new Reader("operator", id, 0).until("data:", SOON);
    Web.Answer answer =
        new Web(port).get("operator:operator", "/api/v1/operations/" + id + "/events");
    assertThat(answer.status()).isEqualTo(429);
    assertThat(answer.field("code")).isEqualTo("TOO_MANY_STREAMS");
    assertThat(answer.headers().get("Retry-After")).isEqualTo("10");
    new Reader("viewer", id, 0).until("data:", SOON);
  }
}
