package dev.corral.operation.node;

import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Signs;
import dev.corral.node.Verification;
import dev.corral.operation.clone.Replacing;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Decision;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/confirm-off.bpmn: a person says that a node which gives no answer is off for sure. Only
 * then may clones that ran there be made anew elsewhere, and only if the person wants it.
 */
@Component
public class ConfirmOff {
  static final String KIND = Kind.CONFIRM_OFF.key();
  private static final int MOST_CLONES = 10_000;

  private final Gate gate;
  private final Nodes nodes;
  private final Verification verification;
  private final Clones clones;
  private final Replacing replacing;

  ConfirmOff(
      Gate gate, Nodes nodes, Verification verification, Clones clones, Replacing replacing) {
    this.gate = gate;
    this.nodes = nodes;
    this.verification = verification;
    this.clones = clones;
    this.replacing = replacing;
  }

  /**
   * Confirms it. Refused (NODE_ANSWERS) if anything there answers, to Corral or to another node; a
   * reason is needed.
   */
  public Outcome start(Request request, NodeName name, boolean startElsewhere) {
    return gate.pass(
        request,
        Kind.of(KIND).role(),
        KIND,
        name,
        () -> {
          refuseUnlessSaid(request, name);
          return silent(name);
        },
        signs -> {
          refuseUnlessSaid(request, name);
          if (request.dryRun()) return plan(name, signs, startElsewhere);
          return gate.start(
              request,
              KIND,
              name.value(),
              Map.of("node", name.value(), "elsewhere", startElsewhere));
        });
  }

  private void refuseUnlessSaid(Request request, NodeName name) {
    Node node = nodes.admitted(name);
    if (!request.dryRun() && (request.reason() == null || request.reason().isBlank()))
      throw Refused.invalid(
          "REASON_NEEDED",
          "a person's word that " + name + " is off is kept with a reason",
          "give a \"reason\": how you know it, for instance \"unplugged, seen at the rack\"");
    if (node.health() == Health.WAKING)
      throw Refused.conflict(
              "NODE_WAKING", name + " is being woken", "wait until that has ended, or cancel it")
          .with("node", name);
  }

  Signs silent(NodeName name) {
    Signs signs = verification.of(name);
    if (signs.verdict() == Signs.Verdict.SILENT) return signs;
    throw Refused.conflict(
        "NODE_ANSWERS",
        name + " is not off: " + signs.words(),
        "switch it off at the machine itself; if it is in order, wait until Corral has seen it");
  }

  private Outcome plan(NodeName name, Signs signs, boolean startElsewhere) {
    List<String> volatiles = new ArrayList<>();
    List<Clone> persistent = new ArrayList<>();
    for (Clone clone : running(name)) {
      if (clone.isVolatile()) volatiles.add(clone.name().value());
      else persistent.add(clone);
    }
    Map<String, Object> details = new LinkedHashMap<>();
    details.put("evidence", signs.words());
    details.put("startElsewhere", startElsewhere);
    details.put("persistent", persistent.stream().map(c -> c.name().value()).toList());
    details.put("volatile", volatiles);
    if (startElsewhere) {
      details.put(
          "placements",
          persistent.stream()
              .map(
                  c -> {
                    Decision decision = replacing.decide(c);
                    return Map.of(
                        "clone",
                        c.name().value(),
                        "node",
                        decision.node() == null ? "" : decision.node(),
                        "why",
                        decision.words());
                  })
              .toList());
      details.put(
          "warning",
          "each of them begins with a NEW disk made from its base: what it has written is not on it. Its disk on "
              + name
              + " stays there untouched, and is never merged or rolled back");
    } else {
      details.put("warning", "they are shown as stopped, and wait for " + name);
    }
    return Outcome.planned(KIND, name.value(), details);
  }

  /** Those that ran there when it was lost, as far as Corral knows. */
  private List<Clone> running(NodeName name) {
    List<Clone> all = new ArrayList<>(clones.interrupted(name));
    clones.list(new Clones.Filter(null, name.value(), null, null), 0, MOST_CLONES).stream()
        .filter(c -> c.state() == Clone.State.RUNNING || c.state() == Clone.State.UNREACHABLE)
        .forEach(all::add);
    return all;
  }
}
