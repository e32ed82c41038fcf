package dev.corral.clone;

import dev.corral.base.Bases;
import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.KeptState;
import dev.corral.host.Transfers;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Brings a clone that is off to another node. Its disk at home is the one that counts, and stays
 * there, until the guest has run on the other node; if it stays off, until what arrived was read
 * back. All that is begun on hosts bears the operation's id, and is taken up by no other.
 */
@Service
public class ColdMoving {
  private final Clones clones;
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final ImageFiles files;
  private final Transfers transfers;
  private final CloneFiles cloneFiles;
  private final Authorities authorities;
  private final Sweeping sweeping;
  private final Moving moving;
  private final KeptState kept;

  ColdMoving(
      Clones clones,
      Bases bases,
      Nodes nodes,
      Hypervisor hypervisor,
      ImageFiles files,
      Transfers transfers,
      CloneFiles cloneFiles,
      Authorities authorities,
      Sweeping sweeping,
      Moving moving,
      KeptState kept) {
    this.clones = clones;
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.files = files;
    this.transfers = transfers;
    this.cloneFiles = cloneFiles;
    this.authorities = authorities;
    this.sweeping = sweeping;
    this.moving = moving;
    this.kept = kept;
  }

  /**
   * What moves.
   *
   * @param operation in whose name all is done
   */
  public record Way(CloneName name, NodeName target, String operation) {}

  /** Sends its overlays to the target, under a hidden name there; it must be off. */
  public Advance send(Way way, boolean fresh) {
    Clone clone = clones.get(way.name());
    ensureOff(clone);
    authorities.prepare(clone, way.target(), way.operation());
    List<Image> images = cloneFiles.images(clone, way.target(), way.operation());
    return transfers.mend(route(clone, way), images, Transfers.Basis.PARTS, 0, fresh);
  }

  /**
   * True once it is known that what arrived is what is at home; Refused (OVERLAY_DIFFERS) if not,
   * and then it is sent again by the next try.
   */
  public boolean compared(Way way, boolean fresh) {
    if (!send(way, fresh).finished()) return false;
    Clone clone = clones.get(way.name());
    Endpoint home = nodes.endpoint(clone.home());
    Endpoint there = nodes.endpoint(way.target());
    List<Image> images = cloneFiles.images(clone, way.target(), way.operation());
    if (fresh) {
      files.forget(home, sums(way));
      files.forget(there, sums(way));
      authorities.read(clone.id(), stamp(clone, clone.home()));
    }
    Advance here = sum(home, way, images.stream().map(Image::path).toList(), fresh);
    Advance come = sum(there, way, images.stream().map(Image::part).toList(), fresh);
    if (!here.finished() || !come.finished()) return false;
    files.forget(home, sums(way));
    files.forget(there, sums(way));
    for (Image image : images) {
      String sum = ImageFiles.sums(here.out()).get(image.path());
      if (sum != null && sum.equals(ImageFiles.sums(come.out()).get(image.part()))) continue;
      transfers.leave(route(clone, way));
      throw Refused.conflict(
          "OVERLAY_DIFFERS",
          "%s arrived on %s with another sha256 than on %s"
              .formatted(image.file(), way.target(), clone.home()),
          "retry: what differs is sent again");
    }
    ensureAsRead(clone, way);
    return true;
  }

  /** What was written at home since it was read and sent is not on the target. */
  private void ensureAsRead(Clone clone, Way way) {
    String read = authorities.find(clone.id()).map(Authority::stamp).orElse(null);
    if (stamp(clone, clone.home()).equals(read)) return;
    transfers.leave(route(clone, way));
    throw Refused.conflict(
        "OVERLAY_CHANGED",
        "the disk of %s was written to on %s after it was read for %s"
            .formatted(clone.name(), clone.home(), way.target()),
        "see that nobody starts it there; then cancel this move and ask for it again");
  }

  private Advance sum(Endpoint node, Way way, List<String> paths, boolean fresh) {
    String purpose = "summing the overlays of " + way.name();
    return files.sum(new ImageFiles.Job(node, sums(way), purpose, fresh), paths);
  }

  private static String sums(Way way) {
    return "sum-move-" + way.operation() + "-" + way.target();
  }

  /** The target has its disks under their names, and knows the guest. */
  public void adopt(Way way) {
    Clone clone = clones.get(way.name());
    ensureOff(clone);
    if (authorities.open(clone.id())) return; // it was there, and may have run
    Endpoint there = nodes.endpoint(way.target());
    List<Image> images = cloneFiles.images(clone, way.target(), way.operation());
    String xml = cloneFiles.definition(clone);
    transfers.withdraw(route(clone, way), images.get(0).pool());
    sweeping.ensureNoneOf(way.name(), way.target());
    cloneFiles.claim(clone, way.target(), way.operation());
    List<Image> parts =
        images.stream().filter(i -> files.size(there, i.part()).isPresent()).toList();
    if (!parts.isEmpty()) {
      ensureAsRead(clone, way);
      sweeping.clear(clone, way.target(), "an earlier try", way.operation());
      cloneFiles.claim(clone, way.target(), way.operation());
    }
    files.replace(there, images);
    String variables = new GuestXml(xml).nvram();
    if (!parts.isEmpty() && !variables.isEmpty())
      kept.copy(nodes.endpoint(clone.home()), there, variables);
    hypervisor.refresh(there, bases.get(clone.base()).pool());
    String program = nodes.get(way.target()).facts().hypervisor().emulator();
    hypervisor.ensureDefined(
        there, program.isEmpty() ? xml : new GuestXml(xml).emulatedBy(program));
  }

  /**
   * It runs on the target. From before it is started until it was seen there, or its disk there was
   * seen to be as it arrived, it is open who has its newest bytes.
   */
  public void start(Way way) {
    Clone clone = clones.get(way.name());
    Endpoint there = nodes.endpoint(way.target());
    if (!authorities.open(clone.id())) {
      ensureOff(clone);
      String stamp = stamp(clone, way.target());
      authorities.handOver(clone, way.target(), way.operation(), false, stamp);
    }
    hypervisor.ensureRunning(there, clone.id());
    if (!runs(there, clone))
      throw Refused.conflict(
          "GUEST_STOPPED",
          clone.name() + " stopped right after its start on " + way.target(),
          "look at its log there (/var/log/libvirt/qemu/%s.log), then retry; or cancel: if it has written nothing there, it stays on %s"
              .formatted(clone.name(), clone.home()));
  }

  /**
   * The move is ended where it is. Answers the node that its newest bytes are on. Refused
   * (AUTHORITY_OPEN) while nobody knows.
   */
  public NodeName abort(CloneName name, NodeName target) {
    Clone clone = clones.get(name);
    Optional<Authority> handedOver = authorities.find(clone.id()).filter(Authority::open);
    if (handedOver.isEmpty()) return clone.home();
    try {
      Endpoint there = nodes.endpoint(target);
      if (runs(there, clone)) return target;
      return stamp(clone, target).equals(handedOver.get().stamp()) ? clone.home() : target;
    } catch (HostProblem silent) {
      if (moving.isOff(target)) return clone.home();
      throw Moving.open(clone, target, silent.detail());
    }
  }

  /** Whether it was handed over that way. */
  public boolean handedOver(CloneName name) {
    return authorities
        .find(clones.get(name).id())
        .filter(a -> a.open() && a.stamp() != null)
        .isPresent();
  }

  private boolean runs(Endpoint node, Clone clone) {
    return hypervisor.guest(node, clone.id()).filter(Guest::running).isPresent();
  }

  private String stamp(Clone clone, NodeName node) {
    List<String> paths = cloneFiles.images(clone, node, "").stream().map(Image::path).toList();
    return files.stamp(nodes.endpoint(node), paths);
  }

  private void ensureOff(Clone clone) {
    if (!moving.runs(clone.name())) return;
    throw Refused.conflict(
        "GUEST_RUNS",
        clone.name() + " runs again on " + clone.home() + " while its disk is being moved",
        "somebody started it there; shut it down and retry, or cancel the move");
  }

  private Transfers.Route route(Clone clone, Way way) {
    return new Transfers.Route(
        "move-" + way.operation() + "-" + way.target(),
        nodes.endpoint(clone.home()),
        nodes.endpoint(way.target()));
  }
}
