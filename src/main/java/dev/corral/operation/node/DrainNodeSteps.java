package dev.corral.operation.node;

import dev.corral.clone.Clones;
import dev.corral.clone.Evacuations;
import dev.corral.clone.Evacuee;
import dev.corral.clone.Evacuee.Mode;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Operations;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Availability;
import dev.corral.node.Monitor;
import dev.corral.node.NodeStates;
import dev.corral.placement.Claims;
import dev.corral.placement.Claims.Claim;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/drain-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class DrainNodeSteps {
  private final NodeStates nodeStates;
  private final Clones clones;
  private final Evacuations evacuations;
  private final Claims claims;
  private final Monitor monitor;
  private final Operations operations;

  DrainNodeSteps(
      NodeStates nodeStates,
      Clones clones,
      Evacuations evacuations,
      Claims claims,
      Monitor monitor,
      Operations operations) {
    this.nodeStates = nodeStates;
    this.clones = clones;
    this.evacuations = evacuations;
    this.claims = claims;
    this.monitor = monitor;
    this.operations = operations;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  /** Whoever decides a placement now sees it, and whoever has decided before is seen. */
  @Bean
  JavaDelegate beginDraining(Steps steps) {
    return steps.step(
        run -> {
          claims.decideAlone();
          nodeStates.draining(node(run));
        });
  }

  /** Clones that were just being made there go elsewhere by themselves, or are there. */
  @Bean
  JavaDelegate awaitArrivals(Steps steps) {
    return steps.until(
        run -> {
          List<String> coming = new ArrayList<>(clones.beingMadeOn(node(run)));
          claims.open().getOrDefault(run.text("node"), List.of()).stream()
              .filter(Claim::arriving)
              .map(Claim::cloneName)
              .forEach(coming::add);
          run.awaits(Signal.node(run.text("node")));
          coming.forEach(c -> awaitsArrival(run, c));
          coming.removeIf(this::waitsForAPerson);
          run.say(coming.isEmpty() ? "" : "waits for " + String.join(", ", coming));
          return coming.isEmpty();
        });
  }

  private void awaitsArrival(Run run, String clone) {
    run.awaits(Signal.clone(clone));
    operations.openFor(clone).ifPresent(o -> run.awaits(Signal.operation(o.id())));
  }

  private boolean waitsForAPerson(String clone) {
    return operations.openFor(clone).filter(o -> o.state() == Operation.State.INCIDENT).isPresent();
  }

  @Bean
  JavaDelegate listGuests(Steps steps) {
    return steps.step(
        run -> {
          List<Guest> running = monitor.look(node(run)).running();
          for (Guest guest : running)
            evacuations.add(run.operation(), node(run), guest, Mode.valueOf(run.text("mode")));
          run.say(running.size() + " guests run there");
        });
  }

  /** By libvirt's word. What was begun there meanwhile is drained as well. */
  @Bean
  JavaDelegate verifyEmpty(Steps steps) {
    return steps.step(
        run -> {
          Map<UUID, Evacuee> known =
              evacuations.of(run.operation()).stream()
                  .collect(Collectors.toMap(Evacuee::guest, Function.identity()));
          List<String> skipped = new ArrayList<>();
          List<String> others = new ArrayList<>();
          for (Guest guest : monitor.look(node(run)).running()) {
            Evacuee evacuee = known.get(guest.id());
            if (evacuee != null && evacuee.outcome() == Evacuee.Outcome.SKIPPED)
              skipped.add(guest.name());
            else {
              others.add(guest.name());
              if (evacuee != null) evacuations.ended(evacuee, Evacuee.Outcome.PENDING);
            }
          }
          run.answer("emptied", others.isEmpty());
          if (!skipped.isEmpty()) run.answer("powerOff", false);
          run.say(said(skipped, others));
        });
  }

  private static String said(List<String> skipped, List<String> others) {
    if (!others.isEmpty()) return String.join(", ", others) + " run there again";
    return skipped.isEmpty()
        ? "libvirt says that no guest runs"
        : String.join(", ", skipped) + " stay, so it is not switched off";
  }

  @Bean
  JavaDelegate endDraining(Steps steps) {
    return steps.step(run -> nodeStates.drained(node(run)));
  }

  /** A drain that is cancelled returns the node as it was. */
  @EventListener
  void ended(OperationEnded ended) {
    if (ended.kind().equals(DrainNode.KIND) && ended.state() == Operation.State.CANCELLED)
      nodeStates.drainGivenUp(
          new NodeName(ended.text("node")), Availability.valueOf(ended.text("before")));
  }
}
