package dev.corral.api;

import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationList;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Policies;
import dev.corral.node.Policy;
import dev.corral.node.Vitals;
import dev.corral.operation.desk.Request;
import dev.corral.operation.herd.Alert;
import dev.corral.operation.herd.ChangePolicy;
import dev.corral.operation.herd.Cluster;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** The herd as a whole. */
@RestController
@RequestMapping("/api/v1/cluster")
class ClusterController {
  private final Nodes nodes;
  private final Bases bases;
  private final Clones clones;
  private final OperationList operations;
  private final Policies policies;
  private final Cluster cluster;
  private final ChangePolicy changePolicy;

  ClusterController(
      Nodes nodes,
      Bases bases,
      Clones clones,
      OperationList operations,
      Policies policies,
      Cluster cluster,
      ChangePolicy changePolicy) {
    this.nodes = nodes;
    this.bases = bases;
    this.clones = clones;
    this.operations = operations;
    this.policies = policies;
    this.cluster = cluster;
    this.changePolicy = changePolicy;
  }

  /**
   * Sums over the herd.
   *
   * @param nodes by health
   * @param guests that run on nodes which are up, Corral's and others
   * @param memory of the nodes that are up, in bytes
   * @param clones by state
   * @param operations those that have not ended, by state
   */
  record Totals(
      Map<Health, Long> nodes,
      long guests,
      long memory,
      long memoryAvailable,
      int bases,
      Map<Clone.State, Long> clones,
      Map<Operation.State, Long> operations) {}

  /** An alert as programs see it; the link leads to what it is about. */
  record AlertView(Alert.Code code, Alert.Severity severity, String text, String link) {
    static AlertView of(Alert a) {
      return new AlertView(a.code(), a.severity(), a.text(), "/api/v1/" + a.path());
    }
  }

  /** The herd. */
  record ClusterView(Totals totals, List<AlertView> alerts, Policy policy) {}

  @GetMapping
  ClusterView get() {
    return new ClusterView(
        totals(), cluster.alerts().stream().map(AlertView::of).toList(), policies.inForce());
  }

  private Totals totals() {
    List<Node> admitted = nodes.list().stream().filter(Node::admitted).toList();
    List<Vitals> up =
        admitted.stream()
            .filter(n -> n.health() == Health.UP && n.vitals() != null)
            .map(Node::vitals)
            .toList();
    Map<Operation.State, Long> open = new TreeMap<>(operations.countByState());
    open.keySet().removeIf(Operation.State::ended);
    return new Totals(
        admitted.stream()
            .collect(Collectors.groupingBy(Node::health, TreeMap::new, Collectors.counting())),
        up.stream().mapToLong(v -> v.running().size()).sum(),
        up.stream().mapToLong(Vitals::memory).sum(),
        up.stream().mapToLong(Vitals::available).sum(),
        bases.list().size(),
        clones.countByState(),
        open);
  }

  /** The policy that is wanted, and why. What is left out stays as it is. */
  record PolicyBody(Boolean recreateVolatile, Integer poolHighWater, String reason) {}

  @PatchMapping
  ResponseEntity<Object> change(@RequestBody PolicyBody body, Request request) {
    return Answers.of(
        changePolicy.start(
            request.because(body.reason()), body.recreateVolatile(), body.poolHighWater()));
  }
}
