package dev.corral.operation.node;

import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.HostProblem;
import dev.corral.node.Firewall;
import dev.corral.node.Firewalling;
import dev.corral.node.Firewalling.Wish;
import dev.corral.node.Firewalls;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/firewall-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class FirewallNodeSteps {

  private static final String WORK = "work";
  private static final String LOADED = "loaded";

  /** A connection that is not let in takes seconds to fail: not tried more often. */
  private static final Duration BETWEEN_TRIES = Duration.ofSeconds(3);

  private final Firewalling firewalling;
  private final Firewalls firewalls;
  private final Operations operations;
  private final Processes processes;
  private final Clock clock;
  private final Duration patience;

  FirewallNodeSteps(
      Firewalling firewalling,
      Firewalls firewalls,
      Operations operations,
      Processes processes,
      Clock clock,
      @Value("${corral.firewall.patience}") Duration patience) {
    this.firewalling = firewalling;
    this.firewalls = firewalls;
    this.operations = operations;
    this.processes = processes;
    this.clock = clock;
    this.patience = patience;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  private static boolean none(Run run) {
    return FirewallNode.NONE.equals(run.text("firewall"));
  }

  private static Wish asked(Run run) {
    String allow = run.text("allow");
    return new Wish(
        Firewall.Kind.of(run.text("firewall")),
        run.text("address"),
        allow == null || allow.isEmpty() ? List.of() : List.of(allow.split(",")));
  }

  @Bean
  JavaDelegate loadRules(Steps steps) {
    return steps.step(
        run -> {
          if (none(run)) firewalling.ensureNoRules(node(run));
          else load(run, "load");
        });
  }

  /** Each attempt under an id of its own: what another has left behind decides nothing. */
  private void load(Run run, String step) {
    String id = "firewall-" + run.operation() + "-" + step + run.attempt();
    firewalling.ensureLoading(node(run), id, asked(run), (int) patience.toSeconds());
    run.answer("work", id);
    run.say("they are taken back after " + patience.toSeconds() + " s, if nobody confirms them");
  }

  @Bean
  JavaDelegate confirmRules(Steps steps) {
    return steps.untilOrRefused(this::confirmed);
  }

  private boolean confirmed(Run run) {
    if (none(run)) return true;
    String work = work(run);
    run.awaits(Signal.work(run.text("node")));
    run.lookWithin(BETWEEN_TRIES);
    run.say("waits until Corral comes in with the new rules");
    try {
      if (run.noted(LOADED) == null) {
        if (firewalling.loaded(node(run), work)) {
          run.note(LOADED, "true");
          run.lookWithin(Duration.ZERO);
        } else if (overdue(run) && firewalling.undone(node(run), work)) {
          throw lockedOut(run); // the node restarted, say
        }
        return false;
      }
      if (firewalling.confirmed(node(run), work)) {
        run.answer("work", work);
        run.say("a new connection came through after " + waited(run).toSeconds() + " s");
        return true;
      }
      if (firewalling.undone(node(run), work)) throw lockedOut(run);
    } catch (HostProblem notIn) {
      if (!notIn.unreachable()) throw notIn;
    }
    return false;
  }

  /** Id of the work that loads the rules; an attempt after a failed one loads them anew. */
  private String work(Run run) {
    if (run.fresh() && run.attempt() > 1) {
      load(run, "confirm");
      run.note(WORK, run.text("work"));
    }
    return run.noted(WORK) == null ? run.text("work") : run.noted(WORK);
  }

  private Duration waited(Run run) {
    return Duration.between(run.began(), clock.instant());
  }

  private boolean overdue(Run run) {
    return waited(run).compareTo(patience) > 0;
  }

  /** What became of it, in the node's or the network's own words. */
  @Bean
  JavaDelegate reportLockout(Steps steps) {
    return steps.askPerson(
        run -> {
          try {
            return firewalling.confirmed(node(run), run.text("work")) ? null : lockedOut(run);
          } catch (HostProblem notIn) {
            return notIn;
          }
        });
  }

  private Refused lockedOut(Run run) {
    return Refused.conflict(
        "FIREWALL_UNDONE",
        "with these rules no new connection came through to "
            + node(run)
            + "; the node took them back after "
            + patience.toSeconds()
            + " s",
        "see from which address the node sees Corral"
            + (run.text("address") == null ? "" : " (given was " + run.text("address") + ")")
            + ", and what stands between them; then ask again");
  }

  @Bean
  JavaDelegate keepRules(Steps steps) {
    return steps.step(
        run -> {
          if (none(run)) return;
          run.say(firewalling.ensureKept(node(run), run.text("work"), asked(run)));
        });
  }

  /** A new node must be let in by those that have a firewall. */
  @EventListener
  void joined(OperationEnded ended) {
    if (!ended.kind().equals(OnboardNode.KIND) || ended.state() != Operation.State.DONE) return;
    for (NodeName name : firewalls.nodes()) {
      Firewall firewall = firewalls.of(name).orElseThrow();
      if (name.value().equals(ended.text("node"))
          || operations.isOpen(FirewallNode.KIND, name.value())
          || firewalling.upToDate(name, firewall)) continue;
      processes.start(
          FirewallNode.KIND,
          name.value(),
          ended.text("actor"),
          ended.text("node") + " has joined",
          FirewallNode.values(
              name, new Wish(firewall.kind(), firewall.address(), firewall.allow())));
    }
  }
}
