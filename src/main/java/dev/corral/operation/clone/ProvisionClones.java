package dev.corral.operation.clone;

import dev.corral.base.Generation;
import dev.corral.base.Generations;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.FreeNames;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Claims;
import dev.corral.placement.Decision;
import dev.corral.placement.Demand;
import dev.corral.placement.Placement;
import dev.corral.shared.BaseName;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.IntFunction;
import org.springframework.stereotype.Component;

/**
 * processes/provision-clones.bpmn: several clones, each by a provision-clone of its own; one alone
 * needs no more than that.
 */
@Component
public class ProvisionClones {
  static final String KIND = Kind.PROVISION_CLONES.key();
  private static final int MOST = 10_000;

  private final Gate gate;
  private final Generations generations;
  private final Clones clones;
  private final CloneStates states;
  private final FreeNames freeNames;
  private final Claims claims;
  private final Placing placing;

  ProvisionClones(
      Gate gate,
      Generations generations,
      Clones clones,
      CloneStates states,
      FreeNames freeNames,
      Claims claims,
      Placing placing) {
    this.gate = gate;
    this.generations = generations;
    this.clones = clones;
    this.states = states;
    this.freeNames = freeNames;
    this.claims = claims;
    this.placing = placing;
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
        wanted.count() == null || wanted.count() == 1 ? Kind.PROVISION_CLONE.key() : KIND,
        () -> {
          int count = wanted.count() == null ? 1 : wanted.count();
          if (count < 1 || count > MOST)
            throw Refused.invalid(
                "BAD_COUNT", count + " clones cannot be made", "ask for 1 to " + MOST);
          check(wanted);
          List<Generation> released = generations.released(new BaseName(wanted.base()));
          claims.decideAlone(); // nobody else finds the same names free
          Map<CloneName, Decision> decisions = decided(wanted, count, released);
          return request.dryRun()
              ? plan(released, decisions)
              : started(request, wanted, released, decisions);
        });
  }

  private static void check(NewClones wanted) {
    if (wanted.memory() != null && (wanted.memory() < 1 << 20 || wanted.memory() > 1L << 42))
      throw Refused.invalid(
          "BAD_MEMORY",
          wanted.memory() + " bytes of memory cannot be given",
          "give 1 MiB to 4 TiB, in bytes");
    if (wanted.owner() != null && !wanted.owner().matches("[\\p{L}\\p{N}@._ -]{1,100}")) {
      throw Refused.invalid(
          "BAD_OWNER",
          "this owner is not allowed",
          "give at most 100 letters, digits, blanks and @ . _ -");
    }
    if (Boolean.TRUE.equals(wanted.isVolatile()) && Boolean.FALSE.equals(wanted.start())) {
      throw Refused.invalid(
          "VOLATILE_NOT_STARTED",
          "a volatile clone that is off is gone",
          "leave out \"start\", or \"volatile\"");
    }
  }

  private List<CloneName> names(NewClones wanted, int count) {
    if (wanted.name() != null && count == 1) {
      CloneName name = new CloneName(wanted.name());
      freeNames.refuseTaken(name);
      return List.of(name);
    }
    String row = wanted.name() == null ? wanted.base() : new CloneName(wanted.name()).value();
    return freeNames.first(row, count);
  }

  private Map<CloneName, Decision> decided(NewClones wanted, int count, List<Generation> released) {
    Placement placement = new Placement(placing.candidates(released, Map.of()));
    Map<CloneName, Decision> decisions = new LinkedHashMap<>();
    for (CloneName name : names(wanted, count)) {
      Decision decision = placement.decide(Placing.demand(released, wanted.memory()));
      if (decision.node() == null) {
        throw Refused.conflict(
            "NO_ROOM",
            "%d of %d clones have a place; for the next one %s"
                .formatted(decisions.size(), count, decision.words()),
            "ask for fewer, enable the base on more nodes, or wake, activate or repair those that are"
                + " ruled out");
      }
      decisions.put(name, decision);
    }
    return decisions;
  }

  private static Outcome plan(List<Generation> released, Map<CloneName, Decision> decisions) {
    List<Map<String, Object>> places = new ArrayList<>();
    decisions.forEach(
        (name, decision) ->
            places.add(
                Map.of(
                    "clone",
                    name.value(),
                    "node",
                    decision.node(),
                    "generation",
                    decision.generation(),
                    "why",
                    decision.words())));
    return Outcome.planned(
        KIND,
        released.get(0).base().value(),
        Map.of("generation", released.get(0).number(), "placements", places));
  }

  private Outcome started(
      Request request,
      NewClones wanted,
      List<Generation> released,
      Map<CloneName, Decision> decisions) {
    IntFunction<Demand> demand = Placing.demand(released, wanted.memory());
    decisions.forEach(
        (name, decision) -> {
          Demand needs = demand.apply(decision.generation());
          states.add(clone(wanted, name, decision, needs));
          states.place(name, decision, claims.hold(name.value(), decision.node(), needs));
        });
    String base = wanted.base();
    if (decisions.size() == 1) {
      CloneName only = decisions.keySet().iterator().next();
      return gate.start(
          request,
          Kind.PROVISION_CLONE.key(),
          only.value(),
          Map.of("clone", only.value(), "base", base, "node", decisions.get(only).node()));
    }
    Outcome outcome = gate.start(request, KIND, base, Map.of("base", base));
    states.provisionedBy(outcome.operation().id(), List.copyOf(decisions.keySet()));
    return outcome;
  }

  private static Clone clone(NewClones wanted, CloneName name, Decision decision, Demand needs) {
    return new Clone(
        name,
        new BaseName(wanted.base()),
        decision.generation(),
        wanted.owner(),
        Boolean.TRUE.equals(wanted.isVolatile()),
        needs.memory(),
        wanted.start() == null || wanted.start(),
        Clone.State.PLACED,
        null,
        null,
        null,
        null);
  }
}
