package dev.corral.operation;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Steps;
import dev.corral.placement.Claims;
import dev.corral.placement.Decision;
import dev.corral.placement.Demand;
import dev.corral.placement.Placement;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/**
 * processes/provision-clones.bpmn: several clones, each by a provision-clone of its own; one alone
 * needs no more than that.
 */
@Configuration(proxyBeanMethods = false)
public class ProvisionClones {
  static final String KIND = "provision-clones";
  private static final int MOST = 10_000;

  /** Started in one step, so that a step stays short. */
  private static final int AT_ONCE = 50;

  private final Gate gate;
  private final Bases bases;
  private final Clones clones;
  private final Claims claims;
  private final Placing placing;
  private final Operations operations;
  private final Processes processes;

  ProvisionClones(
      Gate gate,
      Bases bases,
      Clones clones,
      Claims claims,
      Placing placing,
      Operations operations,
      Processes processes) {
    this.gate = gate;
    this.bases = bases;
    this.clones = clones;
    this.claims = claims;
    this.placing = placing;
    this.operations = operations;
    this.processes = processes;
  }

  /**
   * The clones that somebody wants. What is not given is null.
   *
   * @param count 1 if null
   * @param name of the one clone, or the beginning of the names of several; the base's name if null
   * @param start true if null
   * @param memory in bytes; the base's own if null
   */
  public record NewClones(
      String base,
      Integer count,
      String name,
      String owner,
      Boolean isVolatile,
      Boolean start,
      Long memory) {}

  /**
   * Decides and claims all places at once, or refuses all; then starts. A dry run answers the
   * decisions.
   */
  public Outcome start(Request request, NewClones wanted) {
    return gate.pass(
        request,
        Role.OPERATOR,
        wanted.count() == null || wanted.count() == 1 ? ProvisionClone.KIND : KIND,
        () -> {
          int count = wanted.count() == null ? 1 : wanted.count();
          if (count < 1 || count > MOST)
            throw new Refused(
                "BAD_COUNT", count + " clones cannot be made", "ask for 1 to " + MOST);
          Generation generation = bases.newest(new BaseName(wanted.base()));
          claims.decideAlone(); // nobody else finds the same names free
          List<Clone> all = named(wanted, count, generation);
          Map<Clone, Decision> decisions = decided(all, generation);
          return request.dryRun()
              ? plan(generation, decisions)
              : started(request, generation, decisions);
        });
  }

  private List<Clone> named(NewClones wanted, int count, Generation generation) {
    long memory = wanted.memory() == null ? generation.memory() : wanted.memory();
    if (memory < 1 << 20 || memory > 1L << 42)
      throw new Refused(
          "BAD_MEMORY",
          memory + " bytes of memory cannot be given",
          "give 1 MiB to 4 TiB, in bytes");
    if (wanted.owner() != null && !wanted.owner().matches("[\\p{L}\\p{N}@._ -]{1,100}")) {
      throw new Refused(
          "BAD_OWNER",
          "this owner is not allowed",
          "give at most 100 letters, digits, blanks and @ . _ -");
    }
    if (Boolean.TRUE.equals(wanted.isVolatile()) && Boolean.FALSE.equals(wanted.start())) {
      throw new Refused(
          "VOLATILE_NOT_STARTED",
          "a volatile clone that is off is gone",
          "leave out \"start\", or \"volatile\"");
    }
    List<Clone> all = new ArrayList<>();
    for (String name : names(wanted, count, generation.base())) {
      all.add(
          new Clone(
              new CloneName(name),
              generation.base(),
              generation.number(),
              wanted.owner(),
              Boolean.TRUE.equals(wanted.isVolatile()),
              memory,
              wanted.start() == null || wanted.start(),
              Clone.State.PLACED,
              null,
              null,
              null,
              null));
    }
    return all;
  }

  private List<String> names(NewClones wanted, int count, BaseName base) {
    if (wanted.name() != null && count == 1) return List.of(new CloneName(wanted.name()).value());
    String prefix = wanted.name() == null ? base.value() : new CloneName(wanted.name()).value();
    Set<String> taken = clones.namesLike(prefix + "-");
    List<String> free = new ArrayList<>();
    for (int i = 1; free.size() < count; i++) {
      if (!taken.contains(prefix + "-" + i)) free.add(prefix + "-" + i);
    }
    return free;
  }

  private Map<Clone, Decision> decided(List<Clone> all, Generation generation) {
    Demand demand = Placing.demand(generation, all.get(0).memory());
    Placement placement = new Placement(placing.candidates(generation, Map.of()));
    Map<Clone, Decision> decisions = new LinkedHashMap<>();
    for (Clone clone : all) {
      Decision decision = placement.decide(demand);
      if (decision.node() == null) {
        throw new Refused(
            "NO_ROOM",
            "%d of %d clones have a place; for the next one %s"
                .formatted(decisions.size(), all.size(), decision.words()),
            "ask for fewer, enable the base on more nodes, or wake, activate or mend those that are ruled out");
      }
      decisions.put(clone, decision);
    }
    return decisions;
  }

  private static Outcome plan(Generation generation, Map<Clone, Decision> decisions) {
    List<Map<String, Object>> places =
        decisions.entrySet().stream()
            .map(
                e ->
                    Map.<String, Object>of(
                        "clone",
                        e.getKey().name().value(),
                        "node",
                        e.getValue().node(),
                        "why",
                        e.getValue().words()))
            .toList();
    return Outcome.planned(
        KIND,
        generation.base().value(),
        Map.of("generation", generation.number(), "placements", places));
  }

  private Outcome started(Request request, Generation generation, Map<Clone, Decision> decisions) {
    Demand demand = Placing.demand(generation, decisions.keySet().iterator().next().memory());
    decisions.forEach(
        (clone, decision) -> {
          clones.add(clone);
          clones.place(
              clone.name(), decision, claims.hold(clone.name().value(), decision.node(), demand));
        });
    String base = generation.base().value();
    if (decisions.size() == 1) {
      Clone only = decisions.keySet().iterator().next();
      return gate.start(
          request,
          ProvisionClone.KIND,
          only.name().value(),
          Map.of("clone", only.name().value(), "base", base, "node", decisions.get(only).node()));
    }
    Outcome outcome = gate.start(request, KIND, base, Map.of("base", base));
    clones.provisionedBy(
        outcome.operation().id(), decisions.keySet().stream().map(Clone::name).toList());
    return outcome;
  }

  @Bean
  JavaDelegate startProvisioning(Steps steps) {
    return steps.until(
        run -> {
          List<Clone> waiting = clones.notStartedBy(run.operation(), AT_ONCE);
          for (Clone clone : waiting) {
            processes.start(
                ProvisionClone.KIND,
                clone.name().value(),
                run.actor(),
                run.text("reason"),
                Map.of(
                    "parent",
                    run.operation(),
                    "clone",
                    clone.name().value(),
                    "base",
                    clone.base().value(),
                    "node",
                    clone.home().value()));
          }
          run.say(operations.children(run.operation()).all() + " started");
          return waiting.size() < AT_ONCE;
        });
  }

  @Bean
  JavaDelegate awaitClones(Steps steps) {
    return steps.until(
        run -> {
          Operations.Children children = operations.children(run.operation());
          run.say(children.done() + " of " + children.all() + " are ready");
          return children.open() == 0;
        });
  }
}
