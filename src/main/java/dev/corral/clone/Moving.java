package dev.corral.clone;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.LiveMigration;
import dev.corral.host.LiveMigration.Look;
import dev.corral.host.LiveMigration.Way;
import dev.corral.host.Transfers;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Brings a clone from its home to another node: live, or while it is off. Its disk at home is the
 * one that counts until the other is complete, and known to be equal.
 */
@Service
public class Moving {
  /** So many guests leave a node at a time; more would only make each of them slower. */
  private static final int AT_ONCE = 2;

  private final Clones clones;
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final LiveMigration migration;
  private final ImageFiles files;
  private final Transfers transfers;
  private final Sweeping sweeping;

  Moving(
      Clones clones,
      Bases bases,
      Nodes nodes,
      Hypervisor hypervisor,
      LiveMigration migration,
      ImageFiles files,
      Transfers transfers,
      Sweeping sweeping) {
    this.clones = clones;
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.migration = migration;
    this.files = files;
    this.transfers = transfers;
    this.sweeping = sweeping;
  }

  /** Whether libvirt says that it runs at home. */
  public boolean runs(CloneName name) {
    Clone clone = clones.get(name);
    return hypervisor
        .guest(nodes.endpoint(clone.home()), clone.id())
        .filter(Guest::running)
        .isPresent();
  }

  private String definition(Clone clone) {
    return hypervisor
        .definition(nodes.endpoint(clone.home()), clone.name().value())
        .orElseThrow(
            () ->
                new Refused(
                    "GUEST_GONE",
                    clone.name() + " is not defined on " + clone.home() + " any more",
                    "look who removed it there"));
  }

  /**
   * Looks how far it is on its way, alive; begins if it is not under way and others leave room for
   * it.
   */
  public Look advance(CloneName name, NodeName target) {
    Clone clone = clones.get(name);
    Way way = way(clone, target);
    Look look = migration.look(way);
    if (look.state() != LiveMigration.State.AT_SOURCE) return look;
    if (migration.leaving(way.source()) >= AT_ONCE)
      return new Look(look.state(), 0, "waits until others have left " + clone.home());
    makeRoom(clone, target);
    GuestXml definition = new GuestXml(definition(clone));
    String program = nodes.get(target).facts().hypervisor().emulator();
    boolean same = program.isEmpty() || program.equals(definition.emulator());
    migration.begin(way, same ? Optional.empty() : Optional.of(definition.emulatedBy(program)));
    return new Look(LiveMigration.State.UNDER_WAY, 0, "begins");
  }

  private Way way(Clone clone, NodeName target) {
    return new Way(clone.id(), nodes.endpoint(clone.home()), nodes.endpoint(target));
  }

  /** Empty overlays as large as those at home; what an earlier try left there is not taken up. */
  private void makeRoom(Clone clone, NodeName target) {
    sweeping.ensureNoneOf(clone.name(), target);
    sweeping.remove(sweeping.leftover(clone, target, "an earlier try"));
    Endpoint there = nodes.endpoint(target);
    Base base = bases.get(clone.base());
    String home = hypervisor.pool(nodes.endpoint(clone.home()), base.pool()).path();
    String folder = hypervisor.pool(there, base.pool()).path();
    for (Generation.Volume v : volumes(clone)) {
      String file = Disks.file(clone, v);
      long size = files.virtualSize(nodes.endpoint(clone.home()), home + "/" + file);
      hypervisor.ensureOverlay(there, base.pool(), file, folder + "/" + v.file(), size);
    }
  }

  /**
   * The move is ended where it is. True if the guest had arrived already; else it stays at home.
   * Refused (MOVE_ENDING) while it is just being handed over.
   */
  public boolean abort(CloneName name, NodeName target) {
    Way way = way(clones.get(name), target);
    try {
      migration.abort(way);
      return migration.look(way).state() == LiveMigration.State.ARRIVED;
    } catch (HostProblem silent) {
      return false; // with the connection, the migration ends
    }
  }

  /** Sends its overlays to the target, under a hidden name there; it must be off. */
  public Advance send(CloneName name, NodeName target, boolean anew) {
    Clone clone = clones.get(name);
    ensureOff(clone);
    return transfers.mend(
        route(clone, target), images(clone, target), Transfers.Basis.PARTS, 0, anew);
  }

  /**
   * True once it is known that what arrived is what is at home; Refused (OVERLAY_DIFFERS) if not.
   */
  public boolean compared(CloneName name, NodeName target, boolean anew) {
    Clone clone = clones.get(name);
    Endpoint home = nodes.endpoint(clone.home());
    Endpoint there = nodes.endpoint(target);
    List<Image> images = images(clone, target);
    Advance here = sum(home, clone, target, images.stream().map(Image::path).toList(), anew);
    Advance come = sum(there, clone, target, images.stream().map(Image::part).toList(), anew);
    if (!here.finished() || !come.finished()) return false;
    files.forget(home, "sum-" + work(clone, target));
    files.forget(there, "sum-" + work(clone, target));
    for (Image image : images) {
      String sum = ImageFiles.sums(here.out()).get(image.path());
      if (sum != null && sum.equals(ImageFiles.sums(come.out()).get(image.part()))) continue;
      transfers.leave(route(clone, target)); // a retry sends what differs
      throw new Refused(
          "OVERLAY_DIFFERS",
          image.file() + " arrived on " + target + " with another sha256 than on " + clone.home(),
          "retry: what differs is sent again");
    }
    return true;
  }

  private Advance sum(
      Endpoint node, Clone clone, NodeName target, List<String> paths, boolean anew) {
    String purpose = "summing the overlays of " + clone.name();
    return files.sum(new ImageFiles.Job(node, "sum-" + work(clone, target), purpose, anew), paths);
  }

  /** The target has its disks under their names, and knows the guest. */
  public void adopt(CloneName name, NodeName target) {
    Clone clone = clones.get(name);
    ensureOff(clone);
    Endpoint there = nodes.endpoint(target);
    List<Image> images = images(clone, target);
    String xml = definition(clone);
    transfers.withdraw(route(clone, target), images.get(0).pool());
    sweeping.ensureNoneOf(name, target);
    files.replace(there, images);
    hypervisor.refresh(there, bases.get(clone.base()).pool());
    String program = nodes.get(target).facts().hypervisor().emulator();
    hypervisor.ensureDefined(
        there, program.isEmpty() ? xml : new GuestXml(xml).emulatedBy(program));
  }

  private void ensureOff(Clone clone) {
    if (!runs(clone.name())) return;
    throw new Refused(
        "GUEST_RUNS",
        clone.name() + " runs again on " + clone.home() + " while its disk is being moved",
        "somebody started it there; shut it down and retry, or cancel the move");
  }

  private List<Image> images(Clone clone, NodeName target) {
    String folder = hypervisor.pool(nodes.endpoint(target), bases.get(clone.base()).pool()).path();
    List<Image> images = new ArrayList<>();
    for (Generation.Volume v : volumes(clone)) images.add(new Image(folder, Disks.file(clone, v)));
    return images;
  }

  private List<Generation.Volume> volumes(Clone clone) {
    return bases.generation(clone.base(), clone.generation()).volumes();
  }

  private Transfers.Route route(Clone clone, NodeName target) {
    return new Transfers.Route(
        work(clone, target), nodes.endpoint(clone.home()), nodes.endpoint(target));
  }

  private static String work(Clone clone, NodeName target) {
    return "move-" + clone.name() + "-" + target;
  }
}
