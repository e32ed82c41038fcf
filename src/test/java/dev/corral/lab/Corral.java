package dev.corral.lab;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.Predicate;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** The packed product as a process of its own, spoken to over REST as its users do. */
final class Corral implements AutoCloseable {
  private static final ObjectMapper JSON = new ObjectMapper();
  private final HttpClient http = HttpClient.newHttpClient();
  private final Path data;
  private final int port;
  private final List<String> program;
  private final List<String> settings;
  private Process process;

  private Corral(List<String> program, Path data, int port, List<String> settings) {
    this.program = program;
    this.data = data;
    this.port = port;
    this.settings = settings;
  }

  /** Starts one with an empty data folder of that name, and settings beside the usual ones. */
  static Corral fresh(String name, String... settings) {
    return fresh(Jar.asUnpacked(), name, settings);
  }

  /** The same from the jar as people get it. */
  static Corral packed(String name, String... settings) {
    return fresh(Jar.asPacked(), name, settings);
  }

  private static Corral fresh(List<String> program, String name, String... settings) {
    Path data = Path.of("target/it", name);
    try {
      if (Files.exists(data)) {
        try (var files = Files.walk(data)) {
          files.sorted(Comparator.reverseOrder()).forEach(f -> f.toFile().delete());
        }
      }
      Files.createDirectories(data);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    Corral corral = new Corral(program, data, freePort(), List.of(settings));
    corral.start();
    return corral;
  }

  /**
   * One of those that the kernel gives to nobody, and that the other tests' process does not try.
   */
  private static int freePort() {
    int first = 29_000 + 1_000 * Lab.FORK;
    return new Random()
        .ints(50, first, first + 1_000)
        .filter(Corral::isFree)
        .findFirst()
        .orElseThrow();
  }

  private static boolean isFree(int port) {
    try (ServerSocket free = new ServerSocket(port)) {
      return free.isBound();
    } catch (IOException taken) {
      return false;
    }
  }

  /** Starts it, this time with these settings besides. */
  void start(String... more) {
    try {
      List<String> words =
          new ArrayList<>(
              List.of(
                  Jar.java(),
                  "-Xmx512m",
                  "-Djava.io.tmpdir="
                      + Files.createDirectories(data.resolve("tmp")).toAbsolutePath()));
      words.addAll(program);
      List<String> own = new ArrayList<>(settings);
      own.addAll(List.of(more));
      Stream.of(
              "--server.port=" + port,
              "--corral.data-dir=" + data.resolve("data"),
              "--corral.domain-type=qemu",
              "--corral.retry=PT1S,PT2S",
              "--corral.monitor.every=1s",
              "--corral.firewall.patience=6s")
          .filter(usual -> own.stream().noneMatch(o -> o.startsWith(usual.split("=")[0] + "=")))
          .forEach(words::add);
      words.addAll(own);
      process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.appendTo(data.resolve("log").toFile()))
              .start();
      Runtime.getRuntime().addShutdownHook(new Thread(process::destroy)); // tests may be broken off
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    try {
      awaitHealth();
    } catch (RuntimeException notInTime) {
      kill();
      throw notInTime;
    }
  }

  private void awaitHealth() {
    await()
        .alias("Corral is up; its log is " + data.resolve("log"))
        .atMost(Duration.ofSeconds(300))
        .pollInterval(Duration.ofMillis(250))
        .until(
            () -> {
              if (!process.isAlive())
                throw new AssertionError("Corral ended; its log is " + data.resolve("log"));
              return healthy();
            });
  }

  private boolean healthy() {
    try {
      return http.send(
                  HttpRequest.newBuilder(URI.create(url() + "/actuator/health")).build(),
                  HttpResponse.BodyHandlers.ofString())
              .statusCode()
          == 200;
    } catch (IOException notYet) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  /** kill -9. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.destroy();
    process.onExit().join();
  }

  String url() {
    return "http://127.0.0.1:" + port;
  }

  int port() {
    return port;
  }

  /** What Prometheus is told under that name; 0 if nothing. */
  double metric(String name) {
    return call("/actuator/prometheus", "GET", null, Map.of())
        .body()
        .lines()
        .filter(l -> l.startsWith(name + " ") || l.startsWith(name + "{"))
        .mapToDouble(l -> Double.parseDouble(l.substring(l.lastIndexOf(' ') + 1)))
        .sum();
  }

  /** How many objects of that class are alive after a full collection. */
  int instances(String type) {
    return histogram()
        .filter(l -> l.length > 3 && l[3].equals(type))
        .mapToInt(l -> Integer.parseInt(l[1]))
        .sum();
  }

  /** What is alive on the heap after a full collection. */
  double heapMegabytes() {
    return histogram().filter(l -> l[0].equals("Total")).mapToLong(l -> Long.parseLong(l[2])).sum()
        / 1e6;
  }

  private Stream<String[]> histogram() {
    return diagnosed("GC.class_histogram").stream().map(l -> l.strip().split(" +"));
  }

  /** What the JVM says that it keeps outside its heap, and for what. */
  List<String> nativeMemory() {
    return diagnosed("VM.native_memory", "scale=MB");
  }

  private List<String> diagnosed(String... command) {
    List<String> words =
        new ArrayList<>(
            List.of(
                Path.of(Jar.java()).resolveSibling("jcmd").toString(),
                String.valueOf(process.pid())));
    words.addAll(List.of(command));
    try (var said = new ProcessBuilder(words).start().inputReader()) {
      return said.lines().toList();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What the kernel says that it has in memory, in MB. */
  double rss() {
    try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/status"))) {
      return lines
              .filter(l -> l.startsWith("VmRSS:"))
              .mapToLong(l -> Long.parseLong(l.replaceAll("\\D", "")))
              .sum()
          / 1e3;
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Seconds of processor time that Corral itself has used since it was started. */
  double cpuSeconds() {
    return process.info().totalCpuDuration().orElseThrow().toMillis() / 1e3;
  }

  /** Transactions that its database has ended since it was made. */
  double transactions() {
    return number(
        "select xact_commit + xact_rollback from pg_stat_database where datname = 'postgres'");
  }

  String password() {
    try {
      return Files.readString(data.resolve("data/initial-admin-password")).strip();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  String log() {
    try {
      return Files.readString(data.resolve("log"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  record Answer(int status, JsonNode body) {
    String text(String field) {
      return body.path(field).asText();
    }
  }

  Answer get(String path) {
    return send("GET", path, null, Map.of());
  }

  Answer post(String path, Map<String, ?> body) {
    return send("POST", path, body, Map.of());
  }

  Answer put(String path, Map<String, ?> body) {
    return send("PUT", path, body, Map.of());
  }

  /** The engine's own REST, which Cockpit speaks as well. */
  JsonNode engine(String method, String path, Object body) {
    return sendTo("/engine-rest" + path, method, body, Map.of()).body();
  }

  Answer send(String method, String path, Object body, Map<String, String> headers) {
    return sendTo("/api/v1" + path, method, body, headers);
  }

  /** Statements in its database, past it. */
  void sql(String statements) {
    try (var connection = database();
        var statement = connection.createStatement()) {
      statement.execute(statements);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private double number(String query) {
    try (var connection = database();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(query)) {
      rows.next();
      return rows.getDouble(1);
    } catch (SQLException e) {
      throw new AssertionError(e);
    }
  }

  private Connection database() throws SQLException {
    Path database = data.resolve("data/postgresql");
    try {
      return DriverManager.getConnection(
          "jdbc:postgresql://127.0.0.1:"
              + Files.readAllLines(database.resolve("data/postmaster.pid")).get(3)
              + "/postgres",
          "postgres",
          Files.readString(database.resolve("password")));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** What is there as text. */
  String download(String path) {
    HttpResponse<String> response = call("/api/v1" + path, "GET", null, Map.of());
    if (response.statusCode() != 200) throw new AssertionError(path + ": " + response.body());
    return response.body();
  }

  private Answer sendTo(String path, String method, Object body, Map<String, String> headers) {
    HttpResponse<String> response = call(path, method, body, headers);
    try {
      return new Answer(response.statusCode(), JSON.readTree(response.body()));
    } catch (IOException e) {
      throw new AssertionError(method + " " + path + ": " + response.body(), e);
    }
  }

  private HttpResponse<String> call(
      String path, String method, Object body, Map<String, String> headers) {
    try {
      String credentials =
          Base64.getEncoder()
              .encodeToString(("admin:" + password()).getBytes(StandardCharsets.UTF_8));
      HttpRequest.Builder request =
          HttpRequest.newBuilder(URI.create(url() + path))
              .timeout(Duration.ofSeconds(30))
              .header("Authorization", "Basic " + credentials)
              .header("Content-Type", "application/json")
              .method(
                  method,
                  body == null
                      ? HttpRequest.BodyPublishers.noBody()
                      : HttpRequest.BodyPublishers.ofString(
                          body instanceof String s ? s : JSON.writeValueAsString(body)));
      headers.forEach(request::header);
      return http.send(request.build(), HttpResponse.BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(method + " " + path, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  List<JsonNode> list(String path) {
    List<JsonNode> items = new ArrayList<>();
    get(path + (path.contains("?") ? "&" : "?") + "size=1000")
        .body()
        .path("items")
        .forEach(items::add);
    return items;
  }

  JsonNode operation(String id) {
    return get("/operations/" + id).body();
  }

  /** Waits until the operation is as wanted. */
  JsonNode await_(String id, Predicate<JsonNode> wanted) {
    JsonNode[] last = {null};
    try {
      await()
          .atMost(Duration.ofSeconds(180))
          .pollInterval(Duration.ofMillis(300))
          .until(
              () -> {
                last[0] = operation(id);
                return wanted.test(last[0]);
              });
    } catch (org.awaitility.core.ConditionTimeoutException e) {
      throw new AssertionError("the operation stands at " + last[0], e);
    }
    return last[0];
  }

  /** Waits until the operation runs no more: it ended, or stands at an incident. */
  JsonNode settled(String id) {
    return await_(id, o -> !isUnderWay(o));
  }

  /** It runs, or waits for something that wakes it. */
  static boolean isUnderWay(JsonNode operation) {
    return List.of("RUNNING", "WAITING").contains(operation.path("state").asText());
  }

  /** Starts it and waits until it is done. */
  JsonNode done(Answer started) {
    if (started.status() != 202) throw new AssertionError("not started: " + started);
    JsonNode operation = settled(started.text("id"));
    if (!operation.path("state").asText().equals("DONE"))
      throw new AssertionError("not done: " + operation);
    return operation;
  }

  static JsonNode step(JsonNode operation, String id) {
    return StreamSupport.stream(operation.path("steps").spliterator(), false)
        .filter(s -> s.path("id").asText().equals(id))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no step " + id + " in " + operation));
  }

  /** The fingerprint that a host shows, by a dry run. */
  String fingerprint(Lab lab, String node) {
    return post("/nodes?dryRun=true", Map.of("name", node, "address", lab.address(node)))
        .body()
        .path("details")
        .path("hostKeyFingerprint")
        .asText();
  }

  Answer onboard(Lab lab, String node) {
    return post(
        "/nodes",
        Map.of(
            "name",
            node,
            "address",
            lab.address(node),
            "main",
            node.equals("n1"),
            "password",
            lab.password(),
            "hostKeyFingerprint",
            fingerprint(lab, node)));
  }

  /** What is set aside on that node is deleted: it stands on no base any more. */
  void purgeAside(String node) {
    List<String> ids =
        list("/nodes/" + node + "/aside").stream().map(i -> i.path("id").asText()).toList();
    if (!ids.isEmpty()) done(post("/nodes/" + node + "/aside/purge", Map.of("ids", ids)));
  }

  /** Nodes n1 (the main one) and so on, all admitted. */
  void herd(Lab lab, String... nodes) {
    for (String node : nodes) done(onboard(lab, node));
  }
}
