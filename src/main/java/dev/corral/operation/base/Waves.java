package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * The waves of a rollout. What a wave starts are operations of their own, so that a node that is
 * stuck holds up no other.
 */
@Component
class Waves {
  /** The longest text that the engine keeps as a variable, less some room. */
  private static final int LONGEST_LIST = 3_900;

  private static final int MOST = 10_000;

  private final Bases bases;
  private final Nodes nodes;
  private final Operations operations;
  private final Processes processes;

  Waves(Bases bases, Nodes nodes, Operations operations, Processes processes) {
    this.bases = bases;
    this.nodes = nodes;
    this.operations = operations;
    this.processes = processes;
  }

  /** The canary first, then all others that have the base, in so many waves. */
  List<List<NodeName>> plan(BaseName base, List<NodeName> wanted, Integer count) {
    int more = count == null ? 1 : count;
    if (more < 1)
      throw Refused.invalid("BAD_WAVES", more + " waves cannot be made", "ask for 1 or more");
    List<NodeName> canary =
        wanted == null || wanted.isEmpty()
            ? List.of(nodes.main().name())
            : wanted.stream().distinct().map(n -> nodes.admitted(n).name()).toList();
    TreeSet<NodeName> rest = new TreeSet<>();
    for (Copy copy : bases.copies(base))
      if (copy.state() != Copy.State.REMOVING) rest.add(copy.node());
    canary.forEach(rest::remove);
    List<List<NodeName>> waves = new ArrayList<>(List.of(canary));
    List<NodeName> left = List.copyOf(rest);
    int size = Math.max(1, (left.size() + more - 1) / more);
    for (int from = 0; from < left.size(); from += size)
      waves.add(left.subList(from, Math.min(left.size(), from + size)));
    if (written(waves).length() > LONGEST_LIST)
      throw Refused.invalid(
          "TOO_MANY_NODES",
          left.size() + " nodes are too many for one rollout",
          "remove the base from nodes that do not need it");
    return waves;
  }

  /** {@code n1;n2,n3}. */
  static String written(List<List<NodeName>> waves) {
    return waves.stream()
        .map(w -> w.stream().map(NodeName::value).collect(Collectors.joining(",")))
        .collect(Collectors.joining(";"));
  }

  static List<List<NodeName>> read(String written) {
    return Arrays.stream(written.split(";"))
        .map(wave -> Arrays.stream(wave.split(",")).map(NodeName::new).toList())
        .toList();
  }

  static String words(List<NodeName> nodes) {
    return nodes.stream().map(NodeName::value).collect(Collectors.joining(", "));
  }

  private static BaseName base(Run run) {
    return new BaseName(run.text("base"));
  }

  private boolean lost(NodeName node) {
    return nodes.find(node).map(Node::health).orElse(Health.LOST) == Health.LOST;
  }

  private boolean ready(Run run, NodeName node) {
    return bases
        .copy(base(run), run.number("generation"), node)
        .filter(c -> c.state() == Copy.State.READY)
        .isPresent();
  }

  private Optional<Operation> copying(Run run, NodeName node) {
    return operations.open(
        CopyBase.KIND, CopyBase.subject(base(run), run.number("generation"), node));
  }

  /** Sends it to those that lack it. Answers the operation that does; null if none does. */
  String enable(Run run, List<NodeName> wave) {
    List<NodeName> without =
        wave.stream().filter(n -> !ready(run, n) && !lost(n) && copying(run, n).isEmpty()).toList();
    if (without.isEmpty()) return null;
    Map<String, Object> values = values(run);
    values.put("nodes", written(List.of(without)));
    return processes
        .start(EnableBase.KIND, base(run).value(), run.actor(), run.text("reason"), values)
        .id();
  }

  private static Map<String, Object> values(Run run) {
    return new HashMap<>(
        Map.of(
            "parent",
            run.operation(),
            "base",
            run.text("base"),
            "generation",
            run.number("generation")));
  }

  /** It has it, or it is not worth waiting for: it is lost, full, or waits for a person. */
  boolean settled(Run run, NodeName node) {
    if (ready(run, node) || lost(node)) return true;
    Optional<Operation> copying = copying(run, node);
    if (copying.isPresent()) return copying.get().state() == Operation.State.INCIDENT;
    String enabling = run.text("enabling");
    if (enabling == null) return true;
    Operation.State state = operations.get(enabling).state();
    return state.ended() || state == Operation.State.INCIDENT || !copies(enabling, node).isEmpty();
  }

  /** What changes whether these have it: their copies' operations, and the nodes themselves. */
  void awaitCopies(Run run, List<NodeName> awaited) {
    String enabling = run.text("enabling");
    if (enabling != null) run.awaits(Signal.operation(enabling), Signal.childOf(enabling));
    for (NodeName node : awaited) {
      run.awaits(Signal.node(node.value()));
      copying(run, node).ifPresent(o -> run.awaits(Signal.operation(o.id())));
    }
  }

  private List<Operation> copies(String enabling, NodeName node) {
    return operations.list(
        new Operations.Filter(CopyBase.KIND, null, null, node.value(), null, null, enabling), 0, 1);
  }

  /** On each that has it a trial begins. Answers where. */
  String beginTrials(Run run, List<NodeName> wave) {
    List<NodeName> begun = new ArrayList<>();
    for (NodeName node : wave) {
      String subject = TryBase.subject(base(run), run.number("generation"), node);
      if (!ready(run, node) || lost(node) || operations.isOpen(TryBase.KIND, subject)) continue;
      Map<String, Object> values = values(run);
      values.put("node", node.value());
      processes.start(TryBase.KIND, subject, run.actor(), run.text("reason"), values);
      begun.add(node);
    }
    return begun.isEmpty() ? "nobody can try it" : "on " + words(begun);
  }

  /** What came of it on each of these nodes, as far as it is known. */
  List<Trial> trials(Run run, List<NodeName> wave) {
    Map<NodeName, Operation> trials = new HashMap<>();
    operations
        .list(
            new Operations.Filter(TryBase.KIND, null, null, null, null, null, run.operation()),
            0,
            MOST)
        .forEach(o -> trials.put(new NodeName(o.node()), o));
    return wave.stream().map(node -> trial(run, node, trials.get(node))).toList();
  }

  private Trial trial(Run run, NodeName node, Operation begun) {
    if (begun != null)
      return Trial.of(
          node, operations.get(begun.id()), nodes.find(node).map(Node::health).orElse(Health.LOST));
    String why =
        lost(node)
            ? "it is lost"
            : bases
                .copy(base(run), run.number("generation"), node)
                .map(
                    c ->
                        "its copy is "
                            + c.state().name().toLowerCase(java.util.Locale.ROOT)
                            + " "
                            + c.detail())
                .orElse("it has no copy");
    return new Trial(node, Trial.Verdict.UNTRIED, why);
  }
}
