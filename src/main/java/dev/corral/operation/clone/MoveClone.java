package dev.corral.operation.clone;

import dev.corral.clone.Authorities;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.ColdMoving;
import dev.corral.clone.Fitting;
import dev.corral.clone.Guests;
import dev.corral.clone.Moving;
import dev.corral.clone.Sweeping;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.LiveMigration.Look;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Claims;
import dev.corral.placement.Claims.Claim;
import dev.corral.placement.Decision;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/**
 * processes/move-clone.bpmn: a clone gets another home. Live where it can be; else it is shut down,
 * its overlays are sent, and it is started there. What stays behind is removed.
 */
@Configuration(proxyBeanMethods = false)
public class MoveClone {
  public static final String KIND = Kind.MOVE_CLONE.key();

  /** A live migration tells nobody how far it is. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);

  /** A guest that was asked to shut down for its move has so many seconds, if nothing is said. */
  private static final int USUAL_SECONDS = 120;

  private static final int LONGEST_SECONDS = 24 * 60 * 60;

  /** Where what failed on a node ends, in the list of nodes that were tried. */
  private static final String NEXT = "\n";

  private static final Set<String> UNFIT =
      Set.of("NODE_UNFIT", "DISK_KEPT", "NODE_ASLEEP", "WAKE_FAILED");

  private final Gate gate;
  private final Clones clones;
  private final Guests guests;
  private final Fitting fitting;
  private final Authorities authorities;
  private final Moving moving;
  private final ColdMoving cold;
  private final Sweeping sweeping;
  private final Nodes nodes;
  private final Claims claims;
  private final Placing placing;
  private final Waking waking;
  private final Reach reach;
  private final Clock clock;

  MoveClone(
      Gate gate,
      Clones clones,
      Guests guests,
      Fitting fitting,
      Authorities authorities,
      Moving moving,
      ColdMoving cold,
      Sweeping sweeping,
      Nodes nodes,
      Claims claims,
      Placing placing,
      Waking waking,
      Reach reach,
      Clock clock) {
    this.gate = gate;
    this.clones = clones;
    this.guests = guests;
    this.fitting = fitting;
    this.authorities = authorities;
    this.moving = moving;
    this.cold = cold;
    this.sweeping = sweeping;
    this.nodes = nodes;
    this.claims = claims;
    this.placing = placing;
    this.waking = waking;
    this.reach = reach;
    this.clock = clock;
  }

  /**
   * How somebody wants it moved. What is null is left to Corral.
   *
   * @param node where to; the best one if null
   * @param live true: only without stopping it; false: only while it is off; null: live if that can
   *     be
   * @param deadline seconds that the guest has to shut down, if it must
   */
  public record Wish(String node, Boolean live, Integer deadline) {
    /** The best node, live if that can be. */
    public static final Wish ANY = new Wish(null, null, null);
  }

  /** Moves it. Refused (NO_ROOM) if no other node, or not the wished one, takes it. */
  public Outcome start(Request request, CloneName name, Wish wish) {
    return gate.pass(
        request,
        KIND,
        () -> {
          Clone clone = StartClone.withHome(clones.get(name));
          reach.demand(clone);
          if (wish.node() != null) nodes.get(new NodeName(wish.node()));
          Decision decision = checked(clone, wish);
          if (request.dryRun())
            return Outcome.planned(
                KIND,
                name.value(),
                Map.of("from", clone.home(), "to", decision.node(), "why", decision.words()));
          return gate.start(request, KIND, name.value(), values(clone, wish));
        });
  }

  private Decision checked(Clone clone, Wish wish) {
    if (wish.deadline() != null && (wish.deadline() < 0 || wish.deadline() > LONGEST_SECONDS))
      throw Refused.invalid(
          "BAD_DEADLINE",
          wish.deadline() + " s is no deadline",
          "give 0 to " + LONGEST_SECONDS + " seconds");
    if (clone.isVolatile() && Boolean.FALSE.equals(wish.live()))
      throw Refused.invalid(
          "CLONE_VOLATILE",
          clone.name() + " is volatile: it would be gone once it is shut down",
          "move it live, or remove it");
    if (wish.node() != null && clone.home().value().equals(wish.node()))
      throw Refused.conflict(
          "LIVES_THERE", clone.name() + " lives on " + clone.home() + " already", "name another");
    NodeName wanted = wish.node() == null ? null : new NodeName(wish.node());
    Decision decision = placing.elsewhere(clone, wanted, Map.of());
    if (decision.node() != null) return decision;
    throw Refused.conflict(
        "NO_ROOM",
        clone.name() + " cannot leave " + clone.home() + ": " + decision.words(),
        "make room on another node, enable the base there, or activate it");
  }

  public static Map<String, Object> values(Clone clone, Wish wish) {
    Map<String, Object> values = new HashMap<>(StartClone.values(clone));
    if (wish.node() != null) values.put("wanted", wish.node());
    if (wish.live() != null) values.put("live", wish.live());
    values.put("deadline", wish.deadline() == null ? USUAL_SECONDS : wish.deadline());
    values.put("tried", "");
    return values;
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
            clones.leaving(clone.name(), decision);
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
            throw reaction(run, problem);
          }
        });
  }

  @Bean
  JavaDelegate migrateLive(Steps steps) {
    return steps.untilOrRefused(
        run -> {
          run.on(run.text("target"));
          try {
            Look look = moving.advance(clone(run), target(run), run.operation());
            run.advance(look.percent() * 9 / 10);
            run.say(look.words());
            run.awaits(
                Signal.guest(clones.get(clone(run)).home().value(), clones.get(clone(run)).id()));
            run.lookWithin(BETWEEN_LOOKS);
            return switch (look.state()) {
              case ARRIVED -> true;
              case OFF ->
                  throw Refused.conflict(
                      "NOT_LIVE", clone(run) + " has been shut down meanwhile", "it moves so");
              default -> false;
            };
          } catch (HostProblem problem) {
            throw reaction(run, problem);
          } catch (Refused refused) {
            if (!refused.code().equals("MIGRATION_FAILED")) throw refused;
            moving.failed(clone(run));
            boolean mayStop = wish(run) == null && !clones.get(clone(run)).isVolatile();
            throw Refused.conflict(
                mayStop ? "NOT_LIVE" : "NODE_FAILED", refused.detail(), refused.fix());
          }
        });
  }

  /**
   * If it is not the home that is silent, it is the target: another one is taken, but only if it is
   * sure that this one did not get the guest.
   */
  private Problem reaction(Run run, HostProblem problem) {
    if (!problem.unreachable()) return problem;
    if (!moving.staysAtHome(clone(run), target(run))) return problem;
    return Refused.conflict("NODE_FAILED", problem.detail(), problem.fix());
  }

  private static ColdMoving.Way way(Run run) {
    return new ColdMoving.Way(clone(run), target(run), run.operation());
  }

  /** It is asked, again and again: one that is booting does not listen. */
  @Bean
  JavaDelegate awaitGuest(Steps steps) {
    return steps.until(
        run -> {
          Clone clone = clones.get(clone(run));
          if (guests.isOff(clone.name())) return true;
          if (run.fresh() || run.resumed()) guests.askToShutDown(clone.name());
          GuestShutdown.await(run, clone.home(), clone.id());
          return false;
        });
  }

  /** Whoever retries gives it as much time again. */
  @Bean
  JavaDelegate reportGuestDeaf(Steps steps) {
    return steps.askPerson(
        run ->
            guests.isOff(clone(run))
                ? null
                : Refused.conflict(
                    "GUEST_DEAF",
                    clone(run)
                        + " still runs, "
                        + run.text("deadline")
                        + " s after it was asked to stop",
                    "shut it down from inside and retry, or cancel the move"));
  }

  @Bean
  JavaDelegate sendOverlay(Steps steps) {
    return steps.untilOrRefused(
        run -> {
          run.on(run.text("target"));
          try {
            Advance advance = cold.send(way(run), run.fresh());
            run.advance(advance.percent() * 8 / 10);
            run.awaits(Signal.work(clones.get(clone(run)).home().value()));
            run.lookWithin(Steps.FOR_PROGRESS);
            return advance.finished();
          } catch (HostProblem problem) {
            throw reaction(run, problem);
          }
        });
  }

  @Bean
  JavaDelegate compareOverlay(Steps steps) {
    return steps.until(
        run -> {
          run.on(run.text("target"));
          boolean equal = cold.compared(way(run), run.fresh());
          run.awaits(
              Signal.work(clones.get(clone(run)).home().value()), Signal.work(run.text("target")));
          if (equal) run.say("sha256 is the same on both nodes");
          return equal;
        });
  }

  @Bean
  JavaDelegate adoptGuest(Steps steps) {
    return steps.step(
        run -> {
          run.on(run.text("target"));
          cold.adopt(way(run));
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
          arrived(clone, target(run));
          if (started) clones.seen(clone.name(), true);
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

  /** Before its old home is left: if it cannot run there, it can go back. */
  @Bean
  JavaDelegate runThere(Steps steps) {
    return steps.step(
        run -> {
          run.on(run.text("target"));
          if (!run.is("ran")) {
            run.say("it was off, and stays so");
            return;
          }
          if (clones.get(clone(run)).home().equals(target(run))) guests.ensureRunning(clone(run));
          else cold.start(way(run));
          run.say("libvirt says running");
        });
  }

  /** Kept together: what counts, where it lives, and what is claimed for it. */
  private void arrived(Clone clone, NodeName target) {
    authorities.confirm(clone, target);
    clones.arrived(clone.name());
    claims.arrived(clone.name().value());
  }

  /**
   * A move that was ended on its way leaves the clone on the side that has its newest bytes.
   * Refused while nobody knows which that is. What was begun on the other is set aside, as soon as
   * it answers.
   */
  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(KIND) || ended.state() == Operation.State.DONE) return;
    CloneName name = new CloneName(ended.text("clone"));
    Optional<Claim> arrival = claims.arrival(name.value());
    Clone clone = clones.get(name);
    if (arrival.isEmpty()) {
      settled(clone, ended);
      return;
    }
    NodeName target = new NodeName(arrival.get().node());
    NodeName counts = cold.handedOver(name) ? cold.abort(name, target) : moving.abort(name, target);
    if (counts.equals(target)) {
      arrived(clone, target);
      sweeping.leaveLater(clone, clone.home(), "it moved to " + target, ended.id());
      sweeping.leaveLater(clones.get(name), target, "its move has ended", ended.id());
    } else {
      authorities.confirm(clone, clone.home());
      claims.cancelArrival(name.value());
      sweeping.leaveLater(clone, target, "its move there was cancelled", ended.id());
      sweeping.leaveLater(clone, clone.home(), "its move was cancelled", ended.id());
    }
  }

  /** It was on its way nowhere any more; what its operation has begun at its home ends, too. */
  private void settled(Clone clone, OperationEnded ended) {
    if (ended.values().get("left") != null && !ended.text("left").equals(clone.home().value())) {
      NodeName left = new NodeName(ended.text("left"));
      sweeping.leaveLater(clone, left, "it moved to " + clone.home(), ended.id());
    } else if (authorities
        .find(clone.id())
        .filter(a -> ended.id().equals(a.operation()))
        .isPresent()) {
      authorities.confirm(clone, clone.home());
      sweeping.leaveLater(clone, clone.home(), "its move was given up", ended.id());
    }
  }
}
