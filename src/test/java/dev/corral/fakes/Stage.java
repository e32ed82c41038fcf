package dev.corral.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.Herd;
import dev.corral.Web;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.host.HostKey;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import org.camunda.bpm.engine.RuntimeService;
import org.springframework.boot.test.context.TestComponent;
import org.springframework.core.env.Environment;
import org.springframework.jdbc.core.simple.JdbcClient;

/** Where stories play: hosts in memory, and an admin who asks Corral for things over REST. */
@TestComponent
public class Stage {
  private static final String BOSS = "boss:boss";
  private final FakeHerd hosts;
  private final EngineJobs jobs;
  private final Disturbance disturbance;
  private final Operations operations;
  private final RuntimeService runtime;
  private final Herd database;
  private final JdbcClient sql;
  private final Environment environment;
  private java.time.Instant began = java.time.Instant.EPOCH;
  private final List<String> ended = new ArrayList<>();

  Stage(
      FakeHerd hosts,
      EngineJobs jobs,
      Disturbance disturbance,
      Operations operations,
      RuntimeService runtime,
      Herd database,
      JdbcClient sql,
      Environment environment) {
    this.hosts = hosts;
    this.jobs = jobs;
    this.disturbance = disturbance;
    this.operations = operations;
    this.runtime = runtime;
    this.database = database;
    this.sql = sql;
    this.environment = environment;
  }

  /** Nothing is there: no host, no node, no operation. */
  public void empty() {
    disturbance.become(Disturbance.Way.UNDISTURBED);
    while (true) {
      var open = runtime.createProcessInstanceQuery().rootProcessInstances().list();
      if (open.isEmpty()) break;
      open.forEach(i -> runtime.deleteProcessInstance(i.getId(), "the next story begins"));
    }
    database.none();
    sql.sql("truncate corral.aside").update();
    hosts.clear();
    ended.clear();
    hosts.advance(java.time.Duration.ofSeconds(1));
    began = hosts.clock().instant();
  }

  public FakeHerd hosts() {
    return hosts;
  }

  public EngineJobs jobs() {
    return jobs;
  }

  /** Hosts n1 to so many, taken in; the first is the main node. */
  public void nodes(int count) {
    for (int n = 1; n <= count; n++) {
      hosts.add("n" + n);
      onboard("n" + n, Map.of());
    }
  }

  public void onboard(String name, Map<String, ?> more) {
    FakeNode node = hosts.node(name);
    Map<String, Object> body = new HashMap<>();
    body.put("name", name);
    body.put("address", node.address());
    body.put("hostKeyFingerprint", HostKey.parse(node.hostKey()).fingerprint());
    body.put("password", node.password());
    body.put("main", name.equals("n1"));
    body.putAll(more);
    done("POST", "/nodes", body);
  }

  /** A base of a golden guest on the main node, and copies of it on these. */
  public void base(String name, String... nodes) {
    hosts.golden("n1", name, FakeHerd.GIB, 64 << 20);
    done("POST", "/bases", Map.of("name", name, "domain", name));
    if (nodes.length > 0)
      done("PUT", "/bases/" + name + "/copies", Map.of("nodes", List.of(nodes)));
  }

  /** A clone of a base; answers the node where it is. */
  public String clone(String base, String name, Map<String, ?> more) {
    Map<String, Object> body = new HashMap<>(Map.of("base", base, "name", name));
    body.putAll(more);
    done("POST", "/clones", body);
    return home(name);
  }

  public String home(String clone) {
    return get("/clones/" + clone).field("node");
  }

  public Web.Answer get(String path) {
    return web().get(BOSS, "/api/v1" + path);
  }

  private Web web() {
    return new Web(environment.getRequiredProperty("local.server.port", Integer.class));
  }

  public Operation operation(String id) {
    return operations.get(id);
  }

  /** Begins it; answers its id. */
  public String begin(String method, String path, Object body) {
    Web.Answer answer = web().send(BOSS, method, "/api/v1" + path, body, Map.of());
    assertThat(answer.status()).as(method + " " + path + ": " + answer.text()).isEqualTo(202);
    return answer.field("id");
  }

  /** Begins it, and sees it done. */
  public void done(String method, String path, Object body) {
    ends(begin(method, path, body), Operation.State.DONE);
  }

  /** It ends like this. */
  public void ends(String id, Operation.State state) {
    try {
      jobs.until(() -> stands(id));
    } catch (AssertionError never) {
      throw new AssertionError(told(operations.get(id)), never);
    }
    Operation operation = operations.get(id);
    assertThat(operation.state()).as(told(operation)).isEqualTo(state);
    ended.add(operation.kind() + " " + operation.subject() + " " + operation.state());
  }

  /** It waits for a person. */
  public void isAnIncident(String id) {
    jobs.until(() -> stands(id));
    assertThat(operations.get(id).state())
        .as(told(operations.get(id)))
        .isEqualTo(Operation.State.INCIDENT);
  }

  /** A person retries what waits for one, and it is done. */
  public void retried(String id) {
    begin("POST", "/operations/" + id + "/retry", Map.of());
    ends(id, Operation.State.DONE);
  }

  private boolean stands(String id) {
    Operation.State state = operations.get(id).state();
    return state.ended() || state == Operation.State.INCIDENT;
  }

  private String told(Operation operation) {
    StringBuilder words =
        new StringBuilder(
            operation.kind() + " " + operation.subject() + " is " + operation.state());
    operation.steps().forEach(s -> words.append("\n  ").append(s));
    for (Operation child :
        operations.list(
            new Operations.Filter(null, null, null, null, null, null, operation.id()), 0, 20))
      words.append("\n").append(told(operations.get(child.id())));
    return words.toString();
  }

  /** No operation is under way. */
  public void rest() {
    jobs.until(
        () ->
            operations.list(Operations.Filter.all(), 0, 200).stream()
                .allMatch(o -> stands(o.id())));
  }

  /**
   * How all has ended: operations, what Corral knows, what is true on the hosts. The same for the
   * same story, however it was disturbed.
   */
  public String outcome() {
    TreeMap<String, Object> all = new TreeMap<>();
    all.put("operations", ended);
    all.put(
        "nodes", rows("select name, availability, health, admitted from corral.node order by 1"));
    all.put("clones", rows("select name, state, home, generation from corral.clone order by 1"));
    all.put(
        "copies",
        rows("select base, generation, node, state from corral.base_copy order by 1, 2, 3"));
    all.put("claims", rows("select clone, node, state from corral.claim order by 1, 2"));
    for (FakeNode node : hosts.nodes()) {
      all.put(node.name() + " power", node.power());
      all.put(
          node.name() + " guests",
          new TreeSet<>(
              node.libvirt().all().stream()
                  .map(g -> g.name() + " " + g.state() + " " + g.defined())
                  .toList()));
      all.put(
          node.name() + " files",
          new TreeSet<>(
              node.files().below("/").keySet().stream()
                  .filter(p -> !p.startsWith("/run/")) // gone with the next start
                  .map(p -> p.replaceAll("-[0-9a-f]{8}-\\d+/|\\.\\d+(?=\\.part)", "/"))
                  .toList()));
    }
    all.put("broken promises", hosts.ledger().broken());
    StringBuilder text = new StringBuilder();
    all.forEach((what, how) -> text.append(what).append(": ").append(how).append("\n"));
    return text.toString();
  }

  /** Attempts that failed with an unexpected error, in this story. */
  public List<String> unforeseen() {
    return rows(
        "select step, attempt, detail from corral.step_attempt where code = 'UNFORESEEN' and"
            + " started_at >= timestamp '"
            + java.sql.Timestamp.from(began)
            + "'");
  }

  private List<String> rows(String query) {
    return sql.sql(query).query().listOfRows().stream().map(r -> r.values().toString()).toList();
  }
}
