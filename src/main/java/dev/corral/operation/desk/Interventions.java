package dev.corral.operation.desk;

import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.node.Nodes;
import dev.corral.operation.base.DisableBase;
import dev.corral.operation.node.ActivateNode;
import dev.corral.operation.node.CleanNode;
import dev.corral.operation.node.CordonNode;
import dev.corral.operation.node.DrainGuest;
import dev.corral.operation.node.DrainNode;
import dev.corral.operation.node.OnboardNode;
import dev.corral.operation.node.RestoreNode;
import dev.corral.operation.power.WakeNode;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.Optional;
import java.util.Set;
import org.springframework.stereotype.Component;

/** What a person does to an operation that runs or waits. */
@Component
public class Interventions {
  private static final Set<String> OPERATORS =
      Set.of(
          WakeNode.KIND,
          CordonNode.KIND,
          ActivateNode.KIND,
          DrainNode.KIND,
          DrainGuest.KIND,
          RestoreNode.KIND,
          CleanNode.KIND);
  private final Gate gate;
  private final Operations operations;
  private final Processes processes;
  private final OnboardNode onboarding;
  private final Nodes nodes;

  Interventions(
      Gate gate, Operations operations, Processes processes, OnboardNode onboarding, Nodes nodes) {
    this.nodes = nodes;
    this.gate = gate;
    this.operations = operations;
    this.processes = processes;
    this.onboarding = onboarding;
  }

  /** What was mended before a retry; null leaves it as it was. */
  public record Mended(String hostKeyFingerprint, String password) {
    /** Nothing that Corral needs to be told. */
    public static final Mended NOTHING = new Mended(null, null);

    /** Without the password. */
    @Override
    public String toString() {
      return "Mended[" + hostKeyFingerprint + "]";
    }
  }

  /** The failed step runs again, and the operation goes on from there. */
  public Outcome retry(Request request, String id, Mended mended) {
    Operation operation = operations.get(id);
    return gate.pass(
        request,
        needed(operation),
        "retry",
        () -> {
          if (operation.kind().equals(OnboardNode.KIND)) {
            onboarding.mend(
                new NodeName(operation.node()), mended.hostKeyFingerprint(), mended.password());
          }
          return Outcome.started(processes.retry(id, request.caller().name(), request.reason()));
        });
  }

  /** The operation ends where it stands. */
  public Outcome cancel(Request request, String id) {
    Operation operation = operations.get(id);
    return gate.pass(
        request,
        needed(operation),
        "cancel",
        () -> Outcome.started(processes.cancel(id, request.caller().name(), request.reason())));
  }

  /**
   * The guest that a drain waits for may stay where it is; the drain goes on. A node that a base
   * shall be removed from is left alone until it answers; the removal goes on. Refused
   * (NOT_SKIPPABLE) for anything else: what it waits for is needed.
   */
  public Outcome skip(Request request, String id) {
    Operation operation = operations.get(id);
    return gate.pass(
        request,
        needed(operation),
        "skip",
        () -> {
          String waiting =
              skippable(operation)
                  .orElseThrow(
                      () ->
                          new Refused(
                              "NOT_SKIPPABLE",
                              "what "
                                  + operation.kind()
                                  + " waits for is needed, and cannot be left out",
                              "only a guest of a drain, and a node that a base is removed from, can be skipped; retry or cancel this one"));
          return Outcome.started(
              processes.skip(waiting, request.caller().name(), request.reason()));
        });
  }

  /**
   * The operation that can do without what this one waits for: itself, or the one it belongs to.
   */
  public Optional<String> skippable(Operation operation) {
    if (operation.state().ended()) return Optional.empty();
    if (operation.kind().equals(DrainGuest.KIND)) return Optional.of(operation.id());
    if (operation.kind().equals(DisableBase.KIND) && !isMain(operation.node()))
      return Optional.of(operation.id());
    if (operation.parent() == null) return Optional.empty();
    return skippable(operations.get(operation.parent()));
  }

  private boolean isMain(String node) {
    return nodes.findMain().filter(m -> m.name().value().equals(node)).isPresent();
  }

  /** The role that may retry or cancel it. */
  public static Role needed(Operation operation) {
    return OPERATORS.contains(operation.kind())
            || operation.kind().startsWith("provision-")
            || operation.kind().endsWith("-clone")
        ? Role.OPERATOR
        : Role.ADMIN;
  }
}
