package dev.corral.operation.desk;

import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.node.Nodes;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** What a person does to an operation that runs or waits. */
@Component
public class Interventions {
  private final Gate gate;
  private final Operations operations;
  private final Processes processes;
  private final List<RetryInput> inputs;
  private final Nodes nodes;

  Interventions(
      Gate gate, Operations operations, Processes processes, List<RetryInput> inputs, Nodes nodes) {
    this.nodes = nodes;
    this.gate = gate;
    this.operations = operations;
    this.processes = processes;
    this.inputs = inputs;
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

  /** The failed step runs again, and the operation continues from there. */
  public Outcome retry(Request request, String id, Mended mended) {
    Operation operation = operations.get(id);
    return gate.change(
        request,
        needed(operation),
        "retry",
        id,
        () -> {
          if (request.dryRun())
            return planned("retry", operation, "retries", processes.failed(operation));
          inputs.stream()
              .filter(i -> i.kind().key().equals(operation.kind()))
              .forEach(i -> i.accept(operation, mended));
          return Outcome.started(processes.retry(id, request.caller().name(), request.reason()));
        });
  }

  /** The operation ends where it stands. */
  public Outcome cancel(Request request, String id) {
    Operation operation = operations.get(id);
    return gate.change(
        request,
        needed(operation),
        "cancel",
        id,
        () ->
            request.dryRun()
                ? planned("cancel", operation, "ends", processes.running(operation))
                : Outcome.started(processes.cancel(id, request.caller().name(), request.reason())));
  }

  /**
   * The guest that a drain waits for may stay where it is; the drain goes on. A node that a base
   * shall be removed from is left alone until it answers; the removal goes on. Refused
   * (NOT_SKIPPABLE) for anything else: what it waits for is needed.
   */
  public Outcome skip(Request request, String id) {
    Operation operation = operations.get(id);
    Optional<Operation> waiting = skippable(operation).map(operations::get);
    return gate.change(
        request,
        needed(waiting.orElse(operation)),
        "skip",
        id,
        () -> {
          String skipped =
              waiting
                  .map(Operation::id)
                  .orElseThrow(
                      () ->
                          Refused.conflict(
                              "NOT_SKIPPABLE",
                              "what "
                                  + operation.kind()
                                  + " waits for is needed, and cannot be left out",
                              "only a guest of a drain, and a node that a base is removed from, can be skipped; retry or cancel this one"));
          if (request.dryRun())
            return planned("skip", operation, "ends", processes.below(waiting.get()));
          return Outcome.started(
              processes.skip(skipped, request.caller().name(), request.reason()));
        });
  }

  private static Outcome planned(
      String kind, Operation operation, String what, List<String> operations) {
    return Outcome.planned(kind, operation.subject(), Map.of(what, operations));
  }

  /**
   * The operation that can do without what this one waits for: itself, or the one it belongs to.
   */
  public Optional<String> skippable(Operation operation) {
    if (operation.state().ended()) return Optional.empty();
    boolean can =
        switch (Kind.of(operation.kind()).skippable()) {
          case NO -> false;
          case YES -> true;
          case UNLESS_ON_MAIN_NODE -> !isMain(operation.node());
        };
    if (can) return Optional.of(operation.id());
    if (operation.parent() == null) return Optional.empty();
    return skippable(operations.get(operation.parent()));
  }

  private boolean isMain(String node) {
    return nodes.findMain().filter(m -> m.name().value().equals(node)).isPresent();
  }

  /** The role that may retry, skip or cancel it: the one that starting it needed. */
  public static Role needed(Operation operation) {
    return operation.role() == null ? Kind.of(operation.kind()).role() : operation.role();
  }
}
