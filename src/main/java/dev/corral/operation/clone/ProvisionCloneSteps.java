package dev.corral.operation.clone;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.base.Generations;
import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.Guests;
import dev.corral.clone.PromisedRoom;
import dev.corral.clone.Sweeping;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.node.Silence;
import dev.corral.node.Silences;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Candidate;
import dev.corral.placement.Claims;
import dev.corral.placement.Claims.Claim;
import dev.corral.placement.Decision;
import dev.corral.placement.Demand;
import dev.corral.placement.Placement;
import dev.corral.shared.Bytes;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntFunction;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/provision-clone.bpmn. */
@Configuration(proxyBeanMethods = false)
class ProvisionCloneSteps {
  private static final String KIND = Kind.PROVISION_CLONE.key();
  private static final int TRIES_ON_A_NODE = 2;
  private final Clones clones;
  private final CloneStates states;
  private final Guests guests;
  private final Sweeping sweeping;
  private final Claims claims;
  private final Bases bases;
  private final Generations generations;
  private final Placing placing;
  private final Waking waking;
  private final Silences silences;
  private final PromisedRoom room;
  private final Clock clock;

  ProvisionCloneSteps(
      Clones clones,
      CloneStates states,
      Guests guests,
      Sweeping sweeping,
      Claims claims,
      Bases bases,
      Generations generations,
      Placing placing,
      Waking waking,
      Silences silences,
      PromisedRoom room,
      Clock clock) {
    this.room = room;
    this.waking = waking;
    this.silences = silences;
    this.clones = clones;
    this.states = states;
    this.guests = guests;
    this.sweeping = sweeping;
    this.claims = claims;
    this.bases = bases;
    this.generations = generations;
    this.placing = placing;
    this.clock = clock;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  @Bean
  JavaDelegate claimPlace(Steps steps) {
    return steps.refusable(
        run -> {
          Optional<Claim> held = claims.of(run.text("clone"));
          Decision decision =
              held.isPresent()
                  ? clones.get(clone(run)).decision()
                  : placedAnew(clone(run), run.is("pinned"));
          run.answer("node", decision.node());
          run.on(decision.node());
          run.say(decision.words());
        });
  }

  /** One that is pinned to its node goes nowhere else when that has failed. */
  private Decision placedAnew(CloneName name, boolean pinned) {
    Clone clone = clones.get(name);
    Map<String, String> tried = claims.givenBack(name.value());
    List<Generation> possible =
        pinned
            ? List.of(bases.generation(clone.base(), clone.generation()))
            : generations.released(clone.base());
    List<Candidate> candidates =
        placing.candidates(possible, tried).stream()
            .filter(c -> !pinned || tried.containsKey(c.node()))
            .toList();
    IntFunction<Demand> demand = Placing.demand(possible, clone.memory());
    Decision decision = new Placement(candidates).decide(demand);
    if (decision.node() == null) {
      states.failed(name, decision);
      throw Refused.conflict(
          "NO_ROOM", decision.words(), "repair one of the nodes, then ask for the clone again");
    }
    Demand needs = demand.apply(decision.generation());
    states.place(name, decision, claims.hold(name.value(), decision.node(), needs));
    return decision;
  }

  @Bean
  JavaDelegate wakePlace(Steps steps) {
    return steps.untilOrElsewhere(
        run -> {
          Clone clone = clones.get(clone(run));
          run.answer("asleep", true);
          boolean awake = waking.awake(run, clone.home());
          run.answer("asleep", !awake);
          if (awake && run.noted(Waking.AWAITED) != null) placing.ensureRoomStill(clone);
          return awake;
        });
  }

  @Bean
  JavaDelegate createOverlay(Steps steps) {
    return steps.orElsewhere(
        TRIES_ON_A_NODE,
        run -> {
          Clone clone = clones.get(clone(run));
          placing.refuseDraining(clone.home());
          long freed = room.ensure(clone, run.operation());
          String files = String.join(", ", guests.ensureOverlays(clone.name(), run.operation()));
          run.say(
              freed == 0 ? files : files + "; freed " + new Bytes(freed) + " of superseded disks");
          run.advance(40);
        });
  }

  @Bean
  JavaDelegate defineGuest(Steps steps) {
    return steps.orElsewhere(
        TRIES_ON_A_NODE,
        run -> {
          guests.ensureDefined(clone(run));
          run.advance(60);
        });
  }

  @Bean
  JavaDelegate startGuest(Steps steps) {
    return steps.orElsewhere(
        TRIES_ON_A_NODE,
        this::mayGoElsewhere,
        run -> {
          placing.refuseDraining(clones.get(clone(run)).home());
          guests.ensureStarted(clone(run), run.operation());
          run.advance(80);
        });
  }

  @Bean
  JavaDelegate confirmGuest(Steps steps) {
    return steps.orElsewhere(
        TRIES_ON_A_NODE,
        this::mayGoElsewhere,
        run -> {
          guests.ensureConfirmed(clone(run));
          Clone clone = clones.get(clone(run));
          if (clone.state() == Clone.State.RUNNING) claims.used(clone.id(), clock.instant());
          else claims.park(clone.id());
          run.say("libvirt says " + clone.state().name().toLowerCase(java.util.Locale.ROOT));
        });
  }

  /**
   * Where a persistent one may run already, and nobody can look, no other is started; unless a
   * person has confirmed that the node is off.
   */
  private boolean mayGoElsewhere(Run run, Problem problem) {
    Clone clone = clones.get(clone(run));
    boolean silent = problem instanceof HostProblem host && host.silent();
    return !silent
        || clone.isVolatile()
        || !guests.mayRun(clone.name())
        || silences.find(clone.home()).filter(Silence::confirmedOff).isPresent();
  }

  /**
   * The node may be out of reach: then what was begun there is left until it answers, under an id
   * that nobody else has.
   */
  @Bean
  JavaDelegate giveBackClaim(Steps steps) {
    return steps.step(
        run -> {
          Clone clone = clones.get(clone(run));
          if (clone.id() == null) return;
          String failure = run.text("failure");
          String left = run.is("asleep") ? "" : left(clone, run.operation());
          claims.giveBack(clone.id(), failure + left);
          states.displace(clone.name());
          run.say(clone.home() + " failed" + left + ": " + failure);
        });
  }

  private String left(Clone clone, String operation) {
    String why = "its provisioning failed there";
    try {
      String foreign = guests.ensureNothingLeft(clone.name(), why, operation, true);
      return foreign.isEmpty() ? "" : "; " + foreign;
    } catch (HostProblem outOfReach) {
      sweeping.leaveBegun(clone, clone.home(), why, operation);
      return "; what was begun there stays until it answers";
    }
  }

  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(KIND) || ended.state() != Operation.State.CANCELLED) return;
    CloneName name = new CloneName(ended.text("clone"));
    claims
        .of(name.value())
        .ifPresent(
            claim ->
                claims.giveBack(
                    claim.guest(),
                    "its provisioning was cancelled on " + new NodeName(claim.node())));
    states.failed(name, null);
  }
}
