package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.engine.Operations;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * processes/verify-base.bpmn: copies of a base are compared with the manifest, each by a
 * verify-copy of its own.
 */
@Component
public class VerifyBase {
  static final String KIND = Kind.VERIFY_BASE.key();

  /** The longest text that the engine keeps as a variable, less some room. */
  private static final int LONGEST_LIST = 3_900;

  private final Gate gate;
  private final Bases bases;
  private final Nodes nodes;
  private final Operations operations;
  private final BaseUse use;

  VerifyBase(Gate gate, Bases bases, Nodes nodes, Operations operations, BaseUse use) {
    this.gate = gate;
    this.bases = bases;
    this.nodes = nodes;
    this.operations = operations;
    this.use = use;
  }

  /**
   * Verifies the copies on these nodes, which are woken for it; if none is named, all that are
   * READY, and of those none that sleeps.
   *
   * @param generation all if null
   */
  public Outcome start(Request request, BaseName base, List<NodeName> named, Integer generation) {
    return gate.pass(
        request,
        KIND,
        () -> {
          bases.get(base);
          use.refuseLeaving(base, named);
          TreeSet<String> leftOut = new TreeSet<>();
          List<Copy> chosen = new ArrayList<>();
          for (Copy copy : candidates(base, named, generation)) {
            if (named.isEmpty() && Waking.sleeps(nodes.get(copy.node())))
              leftOut.add(copy.node().value());
            else chosen.add(copy);
          }
          refuseNone(base, chosen, leftOut);
          chosen.removeIf(c -> operations.isOpen(VerifyCopy.KIND, VerifyCopy.subject(c)));
          if (chosen.isEmpty())
            throw Refused.conflict(
                "OPERATION_RUNNING",
                "these copies are being verified already",
                "wait for that operation, or retry or cancel it");
          String asleep = String.join(", ", leftOut);
          return request.dryRun()
              ? plan(base, chosen, asleep)
              : started(request, base, chosen, asleep, !named.isEmpty());
        });
  }

  private List<Copy> candidates(BaseName base, List<NodeName> named, Integer generation) {
    if (generation != null) bases.generation(base, generation);
    List<Copy> all =
        bases.copies(base).stream()
            .filter(c -> generation == null || c.generation() == generation)
            .filter(
                c ->
                    named.isEmpty()
                        ? c.state() == Copy.State.READY
                        : named.contains(c.node()) && VerifyCopy.mayBeVerified(c))
            .toList();
    for (NodeName name : named) {
      Node node = nodes.get(name);
      Waking.mayBeWoken(node);
      if (all.stream().noneMatch(c -> c.node().equals(name)))
        throw Refused.conflict(
            "NO_COPY",
            "there is no copy of '" + base + "' on " + name + " that could be verified",
            "enable the base there first, or wait until its copy has arrived");
    }
    return all;
  }

  private static void refuseNone(BaseName base, List<Copy> chosen, TreeSet<String> leftOut) {
    if (!chosen.isEmpty()) return;
    throw Refused.conflict(
        "NO_COPY",
        leftOut.isEmpty()
            ? "no copy of '" + base + "' is ready"
            : "all nodes with a copy of '" + base + "' sleep: " + String.join(", ", leftOut),
        leftOut.isEmpty() ? "enable the base first" : "name the nodes to wake for it");
  }

  private Outcome plan(BaseName base, List<Copy> chosen, String asleep) {
    List<Map<String, Object>> each = new ArrayList<>();
    for (Copy copy : chosen) {
      Map<String, Object> values = new HashMap<>();
      values.put("node", copy.node().value());
      values.put("generation", copy.generation());
      values.put("bytes", bases.generation(base, copy.generation()).size());
      values.put("verifiedAt", copy.verifiedAt());
      each.add(values);
    }
    return Outcome.planned(KIND, base.value(), Map.of("copies", each, "leftAsleep", asleep));
  }

  private Outcome started(
      Request request, BaseName base, List<Copy> chosen, String asleep, boolean wake) {
    String list =
        chosen.stream().map(c -> c.generation() + "@" + c.node()).collect(Collectors.joining(","));
    if (list.length() > LONGEST_LIST)
      throw Refused.invalid(
          "TOO_MANY_NODES",
          chosen.size() + " copies are too many at once",
          "name some of the nodes, and the others in a second request");
    return gate.start(
        request,
        KIND,
        base.value(),
        Map.of("base", base.value(), "copies", list, "wake", wake, "asleep", asleep));
  }
}
