package dev.corral.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.engine.Changes;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.shared.Busy;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.SmartLifecycle;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/**
 * Sends operations to those who follow them. All streams together cost two queries a change, on a
 * thread of their own; a reader that does not read holds up nobody and is dropped.
 */
@Component
class OperationStreams implements SmartLifecycle {
  private static final Logger log = LoggerFactory.getLogger(OperationStreams.class);
  private static final Set<String> TABLES = Set.of("operation", "step_attempt");
  private static final long BETWEEN_MILLIS = 100;
  private static final byte[] COMMENT = ":\n\n".getBytes(StandardCharsets.UTF_8);
  private static final Duration LONGEST = Duration.ofMinutes(30);
  private final Operations operations;
  private final Changes changes;
  private final ObjectMapper json;
  private final int perUser;
  private final int together;
  private final Duration heartbeat;
  private final List<OperationStream> streams = new CopyOnWriteArrayList<>();
  private final Map<String, Operation> told = new HashMap<>();
  private final AtomicBoolean due = new AtomicBoolean();
  private ScheduledExecutorService pacer;
  private Runnable deaf;

  OperationStreams(
      Operations operations,
      Changes changes,
      ObjectMapper json,
      @Value("${corral.streams.per-user}") int perUser,
      @Value("${corral.streams.together}") int together,
      @Value("${corral.streams.heartbeat}") Duration heartbeat) {
    this.operations = operations;
    this.changes = changes;
    this.json = json;
    this.perUser = perUser;
    this.together = together;
    this.heartbeat = heartbeat;
  }

  /**
   * Tells how the operation stands, and again at each change until it has ended. Busy
   * (TOO_MANY_STREAMS) if the user, or all together, follow too many.
   */
  void open(String operation, String user, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    operations.get(operation);
    OperationStream stream = admitted(operation, user, request, response);
    stream.begin();
    pacer.execute(() -> greet(stream));
  }

  private synchronized OperationStream admitted(
      String operation, String user, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    if (streams.size() >= together) throw tooMany("this Corral", together);
    if (streams.stream().filter(s -> s.user().equals(user)).count() >= perUser)
      throw tooMany(user, perUser);
    response.setContentType(MediaType.TEXT_EVENT_STREAM_VALUE);
    response.setCharacterEncoding(StandardCharsets.UTF_8.name());
    response.setHeader("Cache-Control", "no-store");
    response.setHeader("X-Accel-Buffering", "no"); // else nginx keeps events back
    var context = request.startAsync();
    context.setTimeout(LONGEST.toMillis());
    OperationStream stream = new OperationStream(operation, user, context, streams::remove);
    streams.add(stream);
    return stream;
  }

  private static Busy tooMany(String who, int limit) {
    return new Busy(
        "TOO_MANY_STREAMS",
        who + " follows " + limit + " operations already",
        "end one of the streams, or look at the list of operations from time to time",
        Duration.ofSeconds(10));
  }

  private void greet(OperationStream stream) {
    try {
      Operation now = operations.get(stream.operation());
      stream.send(event(now), now.state().ended());
    } catch (RuntimeException notNow) {
      log.warn("a stream of {} is ended: {}", stream.operation(), notNow.getMessage());
      stream.end();
    }
  }

  private void soon(Set<String> changed) {
    if (streams.isEmpty() || Collections.disjoint(changed, TABLES)) return;
    if (due.compareAndSet(false, true))
      pacer.schedule(this::look, BETWEEN_MILLIS, TimeUnit.MILLISECONDS);
  }

  private void look() {
    due.set(false);
    if (streams.isEmpty()) return;
    try {
      Set<String> followed =
          streams.stream().map(OperationStream::operation).collect(Collectors.toSet());
      told.keySet().retainAll(followed);
      for (Operation now : operations.all(followed)) {
        if (now.equals(told.put(now.id(), now))) continue;
        byte[] event = event(now);
        for (OperationStream stream : streams)
          if (stream.operation().equals(now.id())) stream.send(event, now.state().ended());
      }
    } catch (RuntimeException notNow) {
      log.warn("streams of operations are late: {}", notNow.getMessage());
    }
  }

  private byte[] event(Operation operation) {
    try {
      return ("event:operation\ndata:" + json.writeValueAsString(operation) + "\n\n")
          .getBytes(StandardCharsets.UTF_8);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  /** Looks as well: a change may have gone unheard while the database was away. */
  private void beat() {
    look();
    for (OperationStream stream : streams) stream.beat(COMMENT, heartbeat.multipliedBy(2));
  }

  @Override
  public void start() {
    pacer =
        Executors.newScheduledThreadPool(
            1,
            work -> {
              Thread thread = new Thread(work, "operation streams");
              thread.setDaemon(true);
              return thread;
            });
    pacer.scheduleWithFixedDelay(
        this::beat, heartbeat.toMillis(), heartbeat.toMillis(), TimeUnit.MILLISECONDS);
    deaf = changes.listen(this::soon);
  }

  /** Before the web server stops: that would wait for the streams. */
  @Override
  public void stop() {
    deaf.run();
    pacer.shutdownNow();
    streams.forEach(OperationStream::end);
  }

  @Override
  public boolean isRunning() {
    return pacer != null && !pacer.isShutdown();
  }
}
