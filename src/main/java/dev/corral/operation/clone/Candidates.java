package dev.corral.operation.clone;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.base.Promises;
import dev.corral.clone.Misfit;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.host.GuestXml;
import dev.corral.node.Availability;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Silence;
import dev.corral.node.Silences;
import dev.corral.node.Vitals;
import dev.corral.operation.power.PowerOffNode;
import dev.corral.operation.power.WakeNode;
import dev.corral.operation.power.Waking;
import dev.corral.placement.Candidate;
import dev.corral.placement.Candidate.Sleep;
import dev.corral.placement.Claims;
import dev.corral.placement.Claims.Claim;
import dev.corral.shared.BaseName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import dev.corral.storage.AsideItems;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;
import org.springframework.util.unit.DataSize;

/** The admitted nodes as placement sees them: what is known of each, put together. */
@Component
class Candidates {

  private final Nodes nodes;
  private final Bases bases;
  private final Claims claims;
  private final Promises promises;
  private final AsideItems aside;
  private final Operations operations;
  private final Silences silences;
  private final long memoryReserve;
  private final long diskReserve;

  Candidates(
      Nodes nodes,
      Bases bases,
      Claims claims,
      Promises promises,
      AsideItems aside,
      Operations operations,
      Silences silences,
      @Value("${corral.reserve.memory}") DataSize memoryReserve,
      @Value("${corral.reserve.disk}") DataSize diskReserve) {
    this.nodes = nodes;
    this.bases = bases;
    this.claims = claims;
    this.promises = promises;
    this.aside = aside;
    this.operations = operations;
    this.silences = silences;
    this.memoryReserve = memoryReserve.toBytes();
    this.diskReserve = diskReserve.toBytes();
  }

  /** For any of these generations of one base, the best first, as it is now: others may decide. */
  List<Candidate> of(List<Generation> generations, Map<String, String> tried) {
    Map<NodeName, String> power = power();
    Map<String, List<Claim>> open = claims.open();
    BaseName base = generations.get(0).base();
    Map<NodeName, Copy> copies = new HashMap<>();
    List<Copy> all = bases.copies(base);
    for (Generation generation : generations) {
      all.stream()
          .filter(c -> c.generation() == generation.number())
          .forEach(c -> copies.merge(c.node(), c, Candidates::better));
    }
    Map<Integer, GuestXml> guests = new HashMap<>();
    generations.forEach(g -> guests.put(g.number(), new GuestXml(g.definition())));
    String pool = bases.get(base).pool();
    Map<NodeName, Long> taken = promises.in(pool);
    Map<NodeName, Long> freeable = aside.freeable(pool);
    return nodes.list().stream()
        .filter(Node::admitted)
        .map(
            n ->
                candidate(
                    n,
                    copies.get(n.name()),
                    misfit(guests, copies.get(n.name()), n),
                    freeDisk(n, pool, taken, freeable),
                    power.get(n.name()),
                    open.getOrDefault(n.name().value(), List.of()),
                    tried.get(n.name().value())))
        .toList();
  }

  private Candidate candidate(
      Node node,
      Copy copy,
      String misfit,
      long freeDisk,
      String power,
      List<Claim> all,
      String tried) {
    List<Claim> promised = all.stream().filter(c -> c.state() != Claims.State.PARKED).toList();
    Vitals vitals = node.vitals();
    if (vitals == null)
      return new Candidate(
          node.name().value(), "it was never observed", "READY", 0, 0, 0, 0, tried);
    Set<String> ours = all.stream().map(c -> c.guest().toString()).collect(Collectors.toSet());
    List<Guest> others =
        vitals.running().stream().filter(g -> !ours.contains(g.id().toString())).toList();
    return new Candidate(
        node.name().value(),
        unfit(node, power),
        base(copy),
        copy == null ? 0 : copy.generation(),
        misfit,
        others.size() + promised.size(),
        freeMemory(vitals, promised, others),
        freeDisk,
        sleep(node, promised),
        tried);
  }

  /** Where there is no copy, that is reason enough. */
  private static String misfit(Map<Integer, GuestXml> guests, Copy copy, Node node) {
    if (copy == null) return null;
    return Misfit.of(guests.get(copy.generation()), node).map(m -> "it " + m.why()).orElse(null);
  }

  private static Sleep sleep(Node node, List<Claim> promised) {
    if (!Waking.sleeps(node)) return Sleep.AWAKE;
    boolean called = promised.stream().anyMatch(c -> c.state() == Claims.State.HELD);
    return called || node.health() == Health.WAKING ? Sleep.WAKING : Sleep.ASLEEP;
  }

  private static String unfit(Node node, String power) {
    if (node.availability() != Availability.ACTIVE)
      return "it is " + node.availability().name().toLowerCase(Locale.ROOT);
    if (power != null) return power;
    if (Waking.sleeps(node) && node.mac() == null)
      return "it is off, and Corral does not know its hardware address";
    if (node.health() != Health.UP && !Waking.sleeps(node))
      return "it is " + node.health().name().toLowerCase(Locale.ROOT) + ": " + node.evidence();
    return null;
  }

  /** What is known of nodes that are being switched off, that did not wake up, or that cannot. */
  Map<NodeName, String> power() {
    Map<NodeName, String> all = new HashMap<>();
    operations.open(WakeNode.KIND).stream()
        .filter(o -> o.state() == Operation.State.INCIDENT)
        .map(o -> new NodeName(o.subject()))
        .forEach(n -> all.put(n, "it could not be woken: " + nodes.get(n).evidence()));
    operations
        .open(PowerOffNode.KIND)
        .forEach(o -> all.put(new NodeName(o.subject()), "it is being switched off"));
    silences.list().stream()
        .filter(Silence::confirmedOff)
        .forEach(s -> all.put(s.node(), "it was lost, and a person has confirmed that it is off"));
    return all;
  }

  /** The one that can be cloned; else that of the better generation. */
  private static Copy better(Copy one, Copy other) {
    return one.state() != Copy.State.READY && other.state() == Copy.State.READY ? other : one;
  }

  private static String base(Copy copy) {
    if (copy == null) return "the base is not there";
    return copy.state() == Copy.State.READY
        ? "READY"
        : "the base's copy there is "
            + copy.state().name().toLowerCase(Locale.ROOT)
            + (copy.detail().isEmpty() ? "" : ": " + copy.detail());
  }

  /**
   * The smaller of what the kernel says is available, and what is left when every guest uses all
   * that it was given.
   */
  private long freeMemory(Vitals vitals, List<Claim> promised, List<Guest> others) {
    long unseen =
        promised.stream()
            .filter(c -> c.usedAt() == null || !c.usedAt().isBefore(vitals.at()))
            .mapToLong(Claim::memory)
            .sum();
    long given =
        promised.stream().mapToLong(Claim::memory).sum()
            + others.stream().mapToLong(Guest::memory).sum();
    return Math.min(vitals.available() - unseen, vitals.memory() - given) - memoryReserve;
  }

  /** What is set aside and superseded goes where room is short. */
  private long freeDisk(
      Node node, String pool, Map<NodeName, Long> promised, Map<NodeName, Long> freeable) {
    if (node.vitals() == null) return 0;
    long available = node.vitals().pool(pool).map(Pool::available).orElse(0L);
    return available
        + freeable.getOrDefault(node.name(), 0L)
        - promised.getOrDefault(node.name(), 0L)
        - diskReserve;
  }
}
