package dev.corral.operation.clone;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.base.Promises;
import dev.corral.clone.Clone;
import dev.corral.engine.OperationEnded;
import dev.corral.node.Availability;
import dev.corral.node.NodeObserved;
import dev.corral.node.Nodes;
import dev.corral.node.Vitals;
import dev.corral.placement.Candidate;
import dev.corral.placement.Claims;
import dev.corral.placement.Claims.Claim;
import dev.corral.placement.Decision;
import dev.corral.placement.Demand;
import dev.corral.placement.Placement;
import dev.corral.shared.Bytes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.IntFunction;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * Makes candidates out of what is known of the nodes: what libvirt said last, less what has been
 * promised since.
 */
@Component
public class Placing {
  /** An overlay begins empty; this share of the disk that it may grow to is kept for it. */
  private static final int OVERLAY_SHARE = 10;

  private final Candidates candidates;
  private final Nodes nodes;
  private final Bases bases;
  private final Claims claims;
  private final Promises promises;

  Placing(Candidates candidates, Nodes nodes, Bases bases, Claims claims, Promises promises) {
    this.candidates = candidates;
    this.nodes = nodes;
    this.bases = bases;
    this.claims = claims;
    this.promises = promises;
  }

  /**
   * What a clone needs, by the generation that it would get; with the generation's own memory if
   * none is wanted.
   */
  public static IntFunction<Demand> demand(List<Generation> generations, Long memory) {
    Map<Integer, Demand> demands = new HashMap<>();
    for (Generation g : generations)
      demands.put(g.number(), demand(g, memory == null ? g.memory() : memory));
    Demand otherwise = demands.get(generations.get(0).number());
    return number -> demands.getOrDefault(number, otherwise);
  }

  public static Demand demand(Generation generation, long memory) {
    long disk = generation.volumes().stream().mapToLong(Generation.Volume::virtualSize).sum();
    return new Demand(memory, disk / OVERLAY_SHARE);
  }

  /** Every admitted node, for that generation. Nobody else decides until the transaction ends. */
  public List<Candidate> candidates(Generation generation, Map<String, String> tried) {
    return candidates(List.of(generation), tried);
  }

  /** The same for any of these generations of one base, the best first. */
  public List<Candidate> candidates(List<Generation> generations, Map<String, String> tried) {
    claims.decideAlone();
    return candidates.of(generations, tried);
  }

  /**
   * The best other node that is awake for a clone that leaves its home, or whether that one will
   * do. Nobody else decides until the transaction ends.
   *
   * @param wanted the only node that is asked; null for all
   * @param tried why nodes have failed for it before
   */
  Decision elsewhere(Clone clone, NodeName wanted, Map<String, String> tried) {
    Generation generation = bases.generation(clone.base(), clone.generation());
    List<Candidate> others =
        candidates(generation, tried).stream()
            .filter(c -> !c.node().equals(clone.home().value()))
            .filter(c -> wanted == null || c.node().equals(wanted.value()))
            .map(Candidate::asItIs)
            .toList();
    return new Placement(others).decide(demand(generation, clone.memory()));
  }

  /**
   * Where these clones would go if all left their homes now, one after another. Nobody else decides
   * until the transaction ends.
   */
  public Map<CloneName, Decision> evacuation(List<Clone> leaving) {
    Map<CloneName, Decision> decisions = new LinkedHashMap<>();
    Map<String, List<Demand>> planned = new HashMap<>();
    for (Clone clone : leaving) {
      Generation generation = bases.generation(clone.base(), clone.generation());
      Demand demand = demand(generation, clone.memory());
      List<Candidate> others = new ArrayList<>();
      for (Candidate candidate : candidates(generation, Map.of())) {
        Candidate then = candidate.asItIs();
        for (Demand d : planned.getOrDefault(candidate.node(), List.of())) then = then.with(d);
        if (!then.node().equals(clone.home().value())) others.add(then);
      }
      Decision decision = new Placement(others).decide(demand);
      decisions.put(clone.name(), decision);
      if (decision.node() != null)
        planned.computeIfAbsent(decision.node(), n -> new ArrayList<>()).add(demand);
    }
    return decisions;
  }

  /** The guests that were seen to run take memory from now on, those seen to be off no more. */
  @EventListener
  void observed(NodeObserved seen) {
    Vitals vitals = seen.vitals();
    claims.observed(
        seen.node().value(),
        vitals.running().stream().map(Guest::id).toList(),
        vitals.guests().stream().map(Guest::id).toList(),
        vitals.at());
  }

  /** What an operation has been promised and not taken is everybody's again. */
  @EventListener
  void ended(OperationEnded ended) {
    promises.release(ended.id());
  }

  /** Refused (NODE_DRAINING) where guests leave, or have left. */
  void refuseDraining(NodeName name) {
    Availability wish = nodes.get(name).availability();
    if (wish != Availability.DRAINING && wish != Availability.DRAINED) return;
    throw Refused.conflict(
        "NODE_DRAINING",
        "nothing is started on " + name + ", which is " + wish.name().toLowerCase(Locale.ROOT),
        "restore or activate the node, or move the clone to another one");
  }

  /**
   * Memory for a guest that is off, on its home. Refused (NO_ROOM) if there is none. Nobody else
   * decides until the transaction ends.
   */
  void claimMemory(Clone clone) {
    Claim parked = claims.of(clone.name().value()).orElseThrow();
    if (parked.state() != Claims.State.PARKED) return;
    refuseDraining(clone.home());
    claims.decideAlone();
    String power = candidates.power().get(clone.home());
    if (power != null) {
      throw Refused.conflict(
          "HOME_UNFIT",
          clone.home() + ", the home of " + clone.name() + ": " + power,
          "see to the node first, then start the clone again");
    }
    Candidate home =
        candidates(bases.generation(clone.base(), clone.generation()), Map.of()).stream()
            .filter(c -> c.node().equals(parked.node()))
            .findFirst()
            .orElseThrow();
    long missing = clone.memory() - home.freeMemory();
    if (missing > 0) {
      throw Refused.conflict(
          "NO_ROOM",
          clone.name()
              + " needs "
              + new Bytes(missing)
              + " more memory than is free on its home "
              + parked.node(),
          "stop another guest there, then start it again");
    }
    claims.holdAgain(parked.guest());
  }

  /**
   * There is still room for what was claimed there, now that the node is awake. Refused (NO_ROOM)
   * if it has less than when it fell asleep.
   */
  void ensureRoomStill(Clone clone) {
    Candidate there =
        candidates
            .of(List.of(bases.generation(clone.base(), clone.generation())), Map.of())
            .stream()
            .filter(c -> c.node().equals(clone.home().value()))
            .findFirst()
            .orElseThrow();
    if (there.freeMemory() >= 0 && there.freeDisk() >= 0) return;
    throw Refused.conflict(
        "NO_ROOM",
        there.node() + " has less room than when it fell asleep",
        "look what takes its memory and its disk");
  }
}
