package dev.corral.operation.node;

import dev.corral.clone.Clone;
import dev.corral.clone.CloneSightings;
import dev.corral.clone.CloneStates;
import dev.corral.clone.Clones;
import dev.corral.clone.Leftovers;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Health;
import dev.corral.node.Monitor;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Policies;
import dev.corral.node.Signs;
import dev.corral.node.Silence;
import dev.corral.node.Silences;
import dev.corral.node.Verification;
import dev.corral.node.Vitals;
import dev.corral.operation.clone.Replacing;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/recover-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class RecoverNodeSteps {
  private static final int MOST_CLONES = 10_000;

  /** Made anew in one step, so that a step stays short. */
  private static final int AT_ONCE = 20;

  private final Nodes nodes;
  private final Silences silences;
  private final Policies policies;
  private final Verification verification;
  private final Vanishing vanishing;
  private final Monitor monitor;
  private final Clones clones;
  private final CloneStates states;
  private final CloneSightings sightings;
  private final Leftovers leftovers;
  private final Replacing replacing;

  RecoverNodeSteps(
      Nodes nodes,
      Silences silences,
      Policies policies,
      Verification verification,
      Vanishing vanishing,
      Monitor monitor,
      Clones clones,
      CloneStates states,
      CloneSightings sightings,
      Leftovers leftovers,
      Replacing replacing) {
    this.nodes = nodes;
    this.silences = silences;
    this.policies = policies;
    this.verification = verification;
    this.vanishing = vanishing;
    this.monitor = monitor;
    this.clones = clones;
    this.states = states;
    this.sightings = sightings;
    this.leftovers = leftovers;
    this.replacing = replacing;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  @Bean
  JavaDelegate verifyLoss(Steps steps) {
    return steps.step(
        run -> {
          Signs signs = verification.of(node(run));
          Optional<Silence> silence = silences.find(node(run));
          boolean confirmed = silence.filter(Silence::confirmedOff).isPresent();
          boolean many = silence.flatMap(s -> vanishing.together(s)).isPresent() && !confirmed;
          run.answer("lost", signs.verdict() == Signs.Verdict.SILENT && !many);
          run.say((many ? "too many nodes vanished at once; " : "") + signs.evidence());
        });
  }

  @Bean
  JavaDelegate markGuests(Steps steps) {
    return steps.step(
        run -> {
          sightings.unreachable(node(run));
          List<String> names =
              at(node(run)).stream()
                  .filter(c -> c.state() == Clone.State.UNREACHABLE)
                  .map(c -> c.name().value())
                  .toList();
          run.say(
              names.isEmpty()
                  ? "no clone ran there"
                  : names.size() + " clones are unreachable: " + String.join(", ", names));
        });
  }

  @Bean
  JavaDelegate replaceVolatile(Steps steps) {
    return steps.until(
        run -> {
          if (!policies.inForce().recreateVolatile()) {
            run.say("the policy says that volatile clones are not recreated");
            return true;
          }
          return replaced(run);
        });
  }

  /** True once each has a stand-in, or there is no place for those that have none. */
  private boolean replaced(Run run) {
    List<Clone> waiting = clones.toReplace(node(run));
    List<Clone> without = new ArrayList<>();
    List<String> begun = new ArrayList<>();
    for (Clone lost : waiting) {
      if (begun.size() == AT_ONCE) {
        run.lookWithin(Duration.ZERO); // one transaction starts only so many
        return false;
      }
      Optional<CloneName> name = replacing.standIn(run, lost);
      if (name.isPresent()) begun.add(lost.name() + " by " + name.get());
      else without.add(lost);
    }
    String words = begun.isEmpty() ? "nothing is replaced" : "replaced " + String.join(", ", begun);
    run.say(without.isEmpty() ? words : words + "; " + replacing.withoutPlace(without));
    return true;
  }

  /** Volatile clones that had no place may get one meanwhile. */
  @Bean
  JavaDelegate awaitReturn(Steps steps) {
    return steps.until(
        run -> {
          Health health = nodes.find(node(run)).map(Node::health).orElse(Health.OFF);
          run.answer("answers", health == Health.UP);
          if (health == Health.UP) {
            run.say("it answers again");
            return true;
          }
          Optional<Silence> silence = silences.find(node(run));
          if (silence.filter(Silence::confirmedOff).isPresent()) {
            run.say("a person has confirmed that it is off");
            return true;
          }
          if (nodes.find(node(run)).isEmpty()) return true;
          boolean lost = health == Health.LOST && run.is("lost");
          if (lost
              && policies.inForce().recreateVolatile()
              && !clones.toReplace(node(run)).isEmpty()) replaced(run);
          run.awaits(Signal.node(run.text("node")));
          run.say("waits until " + node(run) + " answers, or a person confirms that it is off");
          return false;
        });
  }

  /** Nothing that runs is touched; what Corral knows is set to what libvirt says. */
  @Bean
  JavaDelegate reconcileNode(Steps steps) {
    return steps.step(
        run -> {
          Vitals vitals = monitor.look(node(run)); // those who listen set states and claims
          Set<UUID> known = vitals.guests().stream().map(Guest::id).collect(Collectors.toSet());
          List<String> gone = new ArrayList<>();
          for (Clone clone : at(node(run))) {
            if (clone.state() != Clone.State.UNREACHABLE || known.contains(clone.id())) continue;
            states.missing(clone.name());
            gone.add(clone.name().value());
          }
          List<Clone> here = at(node(run));
          List<String> kept = kept(vitals, node(run));
          silences.settled(node(run));
          run.say(
              "%d clones run there, %d are stopped%s%s"
                  .formatted(
                      count(here, Clone.State.RUNNING),
                      count(here, Clone.State.STOPPED),
                      gone.isEmpty() ? "" : "; it has come back without " + String.join(", ", gone),
                      kept.isEmpty()
                          ? ""
                          : "; of clones recreated elsewhere it keeps " + String.join(", ", kept)));
        });
  }

  /** Those of its clones that were made anew elsewhere; one of them may have gone on here. */
  private List<String> kept(Vitals vitals, NodeName node) {
    return leftovers.kept().stream()
        .filter(l -> l.node().equals(node))
        .map(
            l ->
                l.cloneName()
                    + (vitals.running().stream().anyMatch(g -> g.id().equals(l.guest()))
                        ? " (which RUNS here, too)"
                        : " (off)"))
        .toList();
  }

  private static long count(List<Clone> all, Clone.State state) {
    return all.stream().filter(c -> c.state() == state).count();
  }

  private List<Clone> at(NodeName node) {
    return clones.list(new Clones.Filter(null, node.value(), null, null), 0, MOST_CLONES);
  }
}
