package dev.corral.operation.clone;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.base.Generations;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Rebases;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.springframework.stereotype.Component;

/**
 * processes/rebase-clone.bpmn: a clone that is off gets onto another generation of its base, with
 * every byte that its guest sees, or begins anew on it.
 */
@Component
public class RebaseClone {
  static final String KIND = Kind.REBASE_CLONE.key();

  private final Gate gate;
  private final Clones clones;
  private final Bases bases;
  private final Generations generations;
  private final Rebases rebases;
  private final Claims claims;
  private final Reach reach;
  private final Nodes nodes;

  RebaseClone(
      Gate gate,
      Clones clones,
      Bases bases,
      Generations generations,
      Rebases rebases,
      Claims claims,
      Reach reach,
      Nodes nodes) {
    this.gate = gate;
    this.clones = clones;
    this.bases = bases;
    this.generations = generations;
    this.rebases = rebases;
    this.claims = claims;
    this.reach = reach;
    this.nodes = nodes;
  }

  /**
   * Puts it onto that generation; the newest released one that is ready on its home if null.
   *
   * @param discard whether what the guest has written is given up: then it begins anew, also on the
   *     generation that it is on
   */
  public Outcome start(Request request, CloneName name, Integer wanted, boolean discard) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = clones.get(name);
          reach.demandHome(clone);
          reach.demand(clone);
          Waking.mayBeWoken(nodes.get(clone.home()));
          refuseUnlessStopped(clone);
          claims.decideAlone(); // nobody removes the generation meanwhile
          Generation to = target(clone, wanted);
          refuseUnfit(clone, to, discard);
          if (request.dryRun())
            return Outcome.planned(KIND, name.value(), plan(clone, to, discard));
          rebases.begin(name, to.number());
          Map<String, Object> values = new HashMap<>(StartClone.values(clone));
          values.put("generation", to.number());
          values.put("discard", discard);
          return gate.start(request, KIND, name.value(), values);
        });
  }

  private static void refuseUnlessStopped(Clone clone) {
    switch (clone.state()) {
      case STOPPED -> {}
      case RUNNING, STARTING ->
          throw Refused.conflict(
                  "CLONE_RUNS",
                  clone.name() + " runs on " + clone.home(),
                  "stop it first, then rebase it")
              .with("clone", clone.name())
              .with("node", clone.home());
      case PLACED, UNREACHABLE, FAILED, REMOVING ->
          throw Refused.conflict(
              "CLONE_NOT_STOPPED",
              clone.name() + " is " + clone.state().name().toLowerCase(Locale.ROOT),
              "only a clone that is known to be off can be rebased");
    }
  }

  private Generation target(Clone clone, Integer wanted) {
    if (wanted == null)
      return generations.released(clone.base()).stream()
          .filter(g -> ready(clone, g))
          .findFirst()
          .orElseThrow(() -> notThere(clone, "no generation that new clones get"));
    Generation to = bases.generation(clone.base(), wanted);
    if (!ready(clone, to)) throw notThere(clone, "no ready copy of generation " + wanted);
    return to;
  }

  private boolean ready(Clone clone, Generation generation) {
    return bases
        .copy(clone.base(), generation.number(), clone.home())
        .filter(c -> c.state() == Copy.State.READY)
        .isPresent();
  }

  private static Refused notThere(Clone clone, String what) {
    return Refused.conflict(
        "GENERATION_NOT_THERE",
        clone.home() + ", the home of " + clone.name() + ", has " + what,
        "enable or roll out the base there, or move the clone to a node that has it");
  }

  private void refuseUnfit(Clone clone, Generation to, boolean discard) {
    if (to.number() == clone.generation() && !discard)
      throw Refused.conflict(
          "ALREADY_THERE",
          clone.name() + " is on generation " + to.number() + " already",
          "name another one, or start over on it with discard");
    if (targets(to).equals(targets(bases.generation(clone.base(), clone.generation())))) return;
    throw Refused.invalid(
        "DISKS_DIFFER",
        "generation %d has the disks %s, and %s has %s"
            .formatted(
                to.number(),
                targets(to),
                clone.name(),
                targets(bases.generation(clone.base(), clone.generation()))),
        "make a new clone of that generation instead");
  }

  private static List<String> targets(Generation generation) {
    return generation.volumes().stream().map(Generation.Volume::target).toList();
  }

  private static Map<String, Object> plan(Clone clone, Generation to, boolean discard) {
    return Map.of(
        "node",
        clone.home().value(),
        "from",
        clone.generation(),
        "to",
        to.number(),
        "discard",
        discard,
        "disk",
        discard
            ? "starts over: all that the guest has written is discarded"
            : "stays as the guest sees it, byte by byte");
  }
}
