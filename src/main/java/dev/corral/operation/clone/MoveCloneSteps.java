package dev.corral.operation.clone;

import dev.corral.clone.Clone;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.ColdMoving;
import dev.corral.clone.Fitting;
import dev.corral.clone.Moving;
import dev.corral.clone.Sweeping;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.placement.Decision;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/move-clone.bpmn. */
@Configuration(proxyBeanMethods = false)
class MoveCloneSteps {

  /** Where what failed on a node ends, in the list of nodes that were tried. */
  private static final String NEXT = "\n";

  private static final Set<String> UNFIT =
      Set.of("NODE_UNFIT", "DISK_KEPT", "NODE_ASLEEP", "WAKE_FAILED");
  private final SilentTarget silent;
  private final MoveEnding ending;
  private final Clones clones;
  private final CloneStates states;
  private final Fitting fitting;
  private final Moving moving;
  private final ColdMoving cold;
  private final Sweeping sweeping;
  private final Claims claims;
  private final Placing placing;
  private final Waking waking;
  private final Clock clock;

  MoveCloneSteps(
      SilentTarget silent,
      MoveEnding ending,
      Clones clones,
      CloneStates states,
      Fitting fitting,
      Moving moving,
      ColdMoving cold,
      Sweeping sweeping,
      Claims claims,
      Placing placing,
      Waking waking,
      Clock clock) {
    this.silent = silent;
    this.ending = ending;
    this.clones = clones;
    this.states = states;
    this.fitting = fitting;
    this.moving = moving;
    this.cold = cold;
    this.sweeping = sweeping;
    this.claims = claims;
    this.placing = placing;
    this.waking = waking;
    this.clock = clock;
  }

  private static CloneName clone(Run run) {
    return new CloneName(run.text("clone"));
  }

  private static NodeName target(Run run) {
    return new NodeName(run.text("target"));
  }

  @Bean
  JavaDelegate chooseTarget(Steps steps) {
    return steps.refusable(
        run -> {
          Clone clone = clones.get(clone(run));
          boolean runs = moving.runs(clone.name());
          if (run.text("ran") == null) run.answer("ran", runs);
          run.answer("way", runs && !Boolean.FALSE.equals(wish(run)) ? "live" : "cold");
          if (claims.arrival(clone.name().value()).isEmpty()) {
            moving.ensureMovable(clone.name());
            Decision decision = chosen(run, clone);
            claims.holdArrival(
                claims.of(clone.name().value()).orElseThrow(), decision.node(), run.is("ran"));
            states.leaving(clone.name(), decision);
            run.say(decision.words());
          }
          String target = claims.arrival(clone.name().value()).orElseThrow().node();
          run.answer("target", target);
          run.on(target);
        });
  }

  private static Boolean wish(Run run) {
    return run.text("live") == null ? null : run.is("live");
  }

  private Decision chosen(Run run, Clone clone) {
    NodeName wanted = run.text("wanted") == null ? null : new NodeName(run.text("wanted"));
    Decision decision = placing.elsewhere(clone, wanted, tried(run));
    if (decision.node() != null) return decision;
    throw Refused.conflict(
        "NO_ROOM",
        clone.name() + " stays on " + clone.home() + ": " + decision.words(),
        "make room on another node, then ask again");
  }

  /** As {@code n2 why}, one below the other. */
  private static Map<String, String> tried(Run run) {
    Map<String, String> tried = new TreeMap<>();
    for (String line : run.text("tried").split(NEXT)) {
      String[] parts = line.split(" ", 2);
      if (parts.length == 2) tried.put(parts[0], parts[1]);
    }
    return tried;
  }

  /** It is awake, and can run the guest: known before anything is sent. */
  @Bean
  JavaDelegate readyNewHome(Steps steps) {
    return steps.untilOrRefused(
        run -> {
          run.on(run.text("target"));
          try {
            if (!waking.awake(run, target(run))) return false;
            fitting.ensureFits(clone(run), target(run), run.operation());
            return true;
          } catch (Refused unfit) {
            if (!UNFIT.contains(unfit.code())) throw unfit;
            throw Refused.conflict("NODE_FAILED", unfit.detail(), unfit.fix());
          } catch (HostProblem problem) {
            throw silent.reaction(clone(run), target(run), problem);
          }
        });
  }

  /** The node is left behind; what was begun there is taken away, now or once it answers. */
  @Bean
  JavaDelegate giveUpTarget(Steps steps) {
    return steps.step(
        run -> {
          claims.cancelArrival(run.text("clone"));
          String left =
              sweeping.leave(
                  clones.get(clone(run)), target(run), "its move there failed", run.operation());
          String failure = run.text("failure").replace(NEXT, " ");
          run.answer("tried", run.text("tried") + run.text("target") + " " + failure + NEXT);
          run.say(run.text("target") + ": " + failure + (left.isEmpty() ? "" : "; " + left));
        });
  }

  @Bean
  JavaDelegate changeHome(Steps steps) {
    return steps.step(
        run -> {
          Clone clone = clones.get(clone(run));
          run.answer("left", clone.home().value());
          boolean started = cold.handedOver(clone.name());
          ending.arrived(clone, target(run));
          if (started) states.seen(clone.name(), true);
          if (run.is("ran")) claims.used(clone.id(), clock.instant());
          run.on(run.text("target"));
          run.say(clone.name() + " lives on " + run.text("target") + " now");
        });
  }

  @Bean
  JavaDelegate clearOldHome(Steps steps) {
    return steps.step(
        run -> {
          NodeName left = new NodeName(run.text("left"));
          run.on(left.value());
          run.say(
              sweeping.leave(
                  clones.get(clone(run)), left, "it moved to " + target(run), run.operation()));
        });
  }
}
