package dev.corral.clone;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.Hypervisor;
import dev.corral.node.NodeLost;
import dev.corral.node.NodeObserved;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Service;

/** The clones' guests on their nodes. Each method sees to one thing, and may be called again. */
@Service
public class Guests {
  private final Clones clones;
  private final CloneStates states;
  private final CloneSightings sightings;
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final Sweeping sweeping;
  private final Clearing clearing;
  private final CloneFiles cloneFiles;
  private final Authorities authorities;
  private final String domainType;

  Guests(
      Clones clones,
      CloneStates states,
      CloneSightings sightings,
      Bases bases,
      Nodes nodes,
      Hypervisor hypervisor,
      Sweeping sweeping,
      Clearing clearing,
      CloneFiles cloneFiles,
      Authorities authorities,
      @Value("${corral.domain-type}") String domainType) {
    this.clones = clones;
    this.states = states;
    this.sightings = sightings;
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.sweeping = sweeping;
    this.clearing = clearing;
    this.cloneFiles = cloneFiles;
    this.authorities = authorities;
    this.domainType = domainType;
  }

  /**
   * Its overlays are on its home. Answers their files. Refused (NAME_TAKEN, FILE_FOREIGN) if
   * somebody else has its names there.
   */
  public List<String> ensureOverlays(CloneName name, String operation) {
    Clone clone = clones.get(name);
    sweeping.ensureNoneOf(name, clone.home());
    cloneFiles.claim(clone, clone.home(), operation);
    Base base = bases.get(clone.base());
    Endpoint home = nodes.endpoint(clone.home());
    String folder = hypervisor.pool(home, base.pool()).path();
    return bases.generation(clone.base(), clone.generation()).volumes().stream()
        .map(
            v ->
                hypervisor.ensureOverlay(
                    home,
                    base.pool(),
                    Disks.file(clone, v),
                    folder + "/" + v.file(),
                    v.virtualSize()))
        .toList();
  }

  /** Its home knows it. */
  public void ensureDefined(CloneName name) {
    Clone clone = clones.get(name);
    Endpoint home = nodes.endpoint(clone.home());
    if (hypervisor.guest(home, clone.id()).isPresent()) return;
    Generation generation = bases.generation(clone.base(), clone.generation());
    String folder = hypervisor.pool(home, bases.get(clone.base()).pool()).path();
    Map<String, String> disks = new LinkedHashMap<>();
    for (Generation.Volume v : generation.volumes())
      disks.put(v.target(), folder + "/" + Disks.file(clone, v));
    String xml =
        new GuestXml(generation.definition())
            .cloned(name.value(), clone.id(), domainType, clone.memory(), disks);
    String program = nodes.get(clone.home()).facts().hypervisor().emulator();
    hypervisor.ensureDefined(home, program.isEmpty() ? xml : new GuestXml(xml).emulatedBy(program));
  }

  /** It runs, if it shall. That it may run there is kept before. */
  public void ensureStarted(CloneName name, String operation) {
    Clone clone = clones.get(name);
    if (!clone.start()) return;
    if (!authorities.open(clone.id()))
      authorities.handOver(clone, clone.home(), operation, false, null);
    states.starting(name);
    hypervisor.ensureRunning(nodes.endpoint(clone.home()), clone.id());
  }

  /** libvirt says that it is as it shall be. */
  public void ensureConfirmed(CloneName name) {
    Clone clone = clones.get(name);
    Guest guest =
        hypervisor
            .guest(nodes.endpoint(clone.home()), clone.id())
            .orElseThrow(
                () ->
                    Refused.conflict(
                        "GUEST_GONE",
                        name + " is not defined on " + clone.home() + " any more",
                        "find out who removed it on the node"));
    if (clone.start() && !guest.running()) {
      throw Refused.conflict(
          "GUEST_STOPPED",
          name + " stopped right after its start on " + clone.home(),
          "look at its log there: /var/log/libvirt/qemu/" + name + ".log");
    }
    authorities.confirm(clone, clone.home());
    states.seen(name, guest.running());
  }

  /** Whether its home was told to start it, and nobody has seen since whether it runs. */
  public boolean mayRun(CloneName name) {
    Clone clone = clones.get(name);
    return clone.id() != null && authorities.open(clone.id());
  }

  /** Its power button is pressed, if it runs. */
  public void askToShutDown(CloneName name) {
    Clone clone = clones.get(name);
    hypervisor.askToShutDown(nodes.endpoint(clone.home()), clone.id());
  }

  /** Whether libvirt says that it does not run; then it is shown as stopped. */
  public boolean isOff(CloneName name) {
    Clone clone = clones.get(name);
    boolean off =
        hypervisor.guest(nodes.endpoint(clone.home()), clone.id()).filter(Guest::running).isEmpty();
    if (off) states.seen(name, false);
    return off;
  }

  /** libvirt on that node answers; throws {@link dev.corral.host.HostProblem} if not. */
  public void ensureAnswers(NodeName node) {
    hypervisor.networks(nodes.endpoint(node));
  }

  /** It does not run, whether it wants or not. */
  public void ensureOff(CloneName name) {
    Clone clone = clones.get(name);
    hypervisor.ensureOff(nodes.endpoint(clone.home()), clone.id());
  }

  /** It runs. */
  public void ensureRunning(CloneName name) {
    Clone clone = clones.get(name);
    hypervisor.ensureRunning(nodes.endpoint(clone.home()), clone.id());
    states.seen(name, true);
  }

  /**
   * Nothing of it is in use on its home; it is switched off there. Answers, in words, what bears
   * its names there and is not its own.
   *
   * @param superseded whether its disk there is not the one that anybody would want back
   */
  public String ensureNothingLeft(
      CloneName name, String why, String operation, boolean superseded) {
    Clone clone = clones.get(name);
    hypervisor.ensureOff(nodes.endpoint(clone.home()), clone.id());
    return clearing.clear(
        sweeping.leftover(clone, clone.home(), why, operation), operation, superseded);
  }

  /** They may well run; nobody can tell. */
  @EventListener
  void lost(NodeLost lost) {
    sightings.unreachable(lost.node());
  }

  @EventListener
  void observed(NodeObserved seen) {
    NodeName node = seen.node();
    Map<Boolean, List<UUID>> byRunning =
        seen.vitals().guests().stream()
            .collect(
                Collectors.partitioningBy(
                    Guest::running, Collectors.mapping(Guest::id, Collectors.toList())));
    sightings.observed(
        node,
        java.util.Set.copyOf(byRunning.get(true)),
        seen.vitals().guests().stream().map(Guest::id).collect(Collectors.toSet()));
  }
}
