package dev.corral.operation;

import dev.corral.base.BaseLeftovers;
import dev.corral.base.Removing;
import dev.corral.clone.Leftover;
import dev.corral.clone.Leftovers;
import dev.corral.clone.Sweeping;
import dev.corral.engine.Operations;
import dev.corral.engine.Steps;
import dev.corral.node.NodeObserved;
import dev.corral.node.Nodes;
import dev.corral.shared.Caller;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * processes/clean-node.bpmn: what clones and bases left behind on a node while it did not answer is
 * removed. Begins by itself when it answers again.
 */
@Configuration(proxyBeanMethods = false)
public class CleanNode {
  static final String KIND = "clean-node";
  private static final Caller CORRAL = new Caller("corral", Role.OPERATOR);

  /** So that a step stays short. */
  private static final int AT_ONCE = 10;

  private final Gate gate;
  private final Nodes nodes;
  private final Leftovers leftovers;
  private final Sweeping sweeping;
  private final BaseLeftovers ofBases;
  private final Removing removing;
  private final Operations operations;

  CleanNode(
      Gate gate,
      Nodes nodes,
      Leftovers leftovers,
      Sweeping sweeping,
      BaseLeftovers ofBases,
      Removing removing,
      Operations operations) {
    this.gate = gate;
    this.nodes = nodes;
    this.leftovers = leftovers;
    this.sweeping = sweeping;
    this.ofBases = ofBases;
    this.removing = removing;
    this.operations = operations;
  }

  /** Removes what is known to be left there. A dry run answers what that is. */
  public Outcome start(Request request, NodeName name) {
    return start(request, name, false);
  }

  /** The same; with the disks that are kept for a person, if that person wants them gone. */
  public Outcome start(Request request, NodeName name, boolean keptDisks) {
    return gate.pass(
        request,
        keptDisks ? Role.ADMIN : Role.OPERATOR,
        KIND,
        () -> {
          nodes.get(name);
          if (keptDisks) leftovers.release(name);
          List<Leftover> left = leftovers.on(name);
          if (request.dryRun())
            return Outcome.planned(
                KIND, name.value(), Map.of("leftovers", left, "ofBases", ofBases.on(name)));
          if (left.isEmpty() && ofBases.on(name).isEmpty())
            throw new Refused(
                "NOTHING_LEFT", "nothing is known to be left on " + name, "there is nothing to do");
          return gate.start(request, KIND, name.value(), Map.of("node", name.value()));
        });
  }

  @EventListener
  void observed(NodeObserved seen) {
    boolean nothing = leftovers.on(seen.node()).isEmpty() && ofBases.on(seen.node()).isEmpty();
    if (nothing || operations.isOpen(KIND, seen.node().value())) return;
    start(new Request(CORRAL, "the node answers again", null, false), seen.node());
  }

  @Bean
  JavaDelegate sweepLeftovers(Steps steps) {
    return steps.until(
        run -> {
          NodeName node = new NodeName(run.text("node"));
          List<String> swept = new ArrayList<>(sweeping.sweep(node, AT_ONCE));
          swept.addAll(removing.sweep(node));
          if (!swept.isEmpty()) run.say("removed " + String.join(", ", swept));
          return leftovers.on(node).isEmpty();
        });
  }
}
