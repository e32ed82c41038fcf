package dev.corral.clone;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.LiveMigration;
import dev.corral.host.LiveMigration.Look;
import dev.corral.host.LiveMigration.State;
import dev.corral.host.LiveMigration.Way;
import dev.corral.node.Nodes;
import dev.corral.node.Silence;
import dev.corral.node.Silences;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.Optional;
import org.springframework.stereotype.Service;

/**
 * Brings a clone alive from its home to another node. From before libvirt begins until both sides
 * have been seen, it is open who has its newest bytes.
 */
@Service
public class Moving {
  /** So many guests leave a node at a time; more would only make each of them slower. */
  private static final int AT_ONCE = 2;

  private final Clones clones;
  private final Bases bases;
  private final Nodes nodes;
  private final Silences silences;
  private final Hypervisor hypervisor;
  private final LiveMigration migration;
  private final ImageFiles files;
  private final CloneFiles cloneFiles;
  private final Authorities authorities;
  private final Sweeping sweeping;
  private final Alterations alterations;

  Moving(
      Clones clones,
      Bases bases,
      Nodes nodes,
      Silences silences,
      Hypervisor hypervisor,
      LiveMigration migration,
      ImageFiles files,
      CloneFiles cloneFiles,
      Authorities authorities,
      Sweeping sweeping,
      Alterations alterations) {
    this.clones = clones;
    this.bases = bases;
    this.nodes = nodes;
    this.silences = silences;
    this.hypervisor = hypervisor;
    this.migration = migration;
    this.files = files;
    this.cloneFiles = cloneFiles;
    this.authorities = authorities;
    this.sweeping = sweeping;
    this.alterations = alterations;
  }

  /**
   * Its home has all of it, and only what a move brings along. Refused (CLONE_ALTERED) if somebody
   * has added something.
   */
  public void ensureMovable(CloneName name) {
    alterations.refuse(clones.get(name));
  }

  /** Whether libvirt says that it runs at home. */
  public boolean runs(CloneName name) {
    Clone clone = clones.get(name);
    return hypervisor
        .guest(nodes.endpoint(clone.home()), clone.id())
        .filter(Guest::running)
        .isPresent();
  }

  /**
   * Looks how far it is on its way, alive; begins if it is not under way and others leave room for
   * it. A guest that a broken hand-over left paused at home goes on there; one that was switched
   * off at home, with its node or by itself, has its newest bytes there.
   */
  public Look advance(CloneName name, NodeName target, String operation) {
    Clone clone = clones.get(name);
    Way way = way(clone, target);
    Look look = look(clone, way);
    switch (look.state()) {
      case AT_SOURCE, PAUSED -> {
        return begin(clone, way, look.state() == State.PAUSED, operation);
      }
      case UNKNOWN -> {
        if (isOff(target)) throw givenUp(clone, way);
        return new Look(
            State.UNDER_WAY,
            99,
            "%s does not answer since it was handed over to it: both disks are kept until it does"
                .formatted(target));
      }
      case OFF -> {
        authorities.stays(clone.id());
        return look;
      }
      default -> {
        return look;
      }
    }
  }

  /** What a broken hand-over has left at home goes on there. */
  private Look look(Clone clone, Way way) {
    Look look = migration.look(way);
    if (look.state() == State.PAUSED && way.handedOver() && !way.paused()) {
      migration.resume(way);
      look = migration.look(way);
    }
    return look;
  }

  private Look begin(Clone clone, Way way, boolean paused, String operation) {
    authorities.stays(clone.id());
    if (migration.leaving(way.source()) >= AT_ONCE)
      return new Look(State.UNDER_WAY, 0, "waits until others have left " + clone.home());
    NodeName target = way.target().node();
    authorities.prepare(clone, target, operation);
    makeRoom(clone, target, operation);
    GuestXml definition = new GuestXml(cloneFiles.definition(clone));
    String program = nodes.get(target).facts().hypervisor().emulator();
    boolean same = program.isEmpty() || program.equals(definition.emulator());
    authorities.handOver(clone, target, operation, paused, null);
    migration.begin(way, same ? Optional.empty() : Optional.of(definition.emulatedBy(program)));
    return new Look(State.UNDER_WAY, 0, "begins");
  }

  private Way way(Clone clone, NodeName target) {
    Optional<Authority> authority =
        authorities
            .find(clone.id())
            .filter(a -> a.open() && target.equals(a.other()) && !target.equals(a.node()));
    return new Way(
        clone.id(),
        nodes.endpoint(clone.home()),
        nodes.endpoint(target),
        authority.isPresent(),
        authority.filter(Authority::paused).isPresent());
  }

  /** Empty overlays as large as those at home; what an earlier try left there is set aside. */
  private void makeRoom(Clone clone, NodeName target, String operation) {
    cloneFiles.ensureBacking(clone);
    sweeping.ensureNoneOf(clone.name(), target);
    cloneFiles.claim(clone, target, operation);
    sweeping.clear(clone, target, "an earlier try", operation);
    cloneFiles.claim(clone, target, operation);
    Endpoint there = nodes.endpoint(target);
    Base base = bases.get(clone.base());
    String home = cloneFiles.pool(clone, clone.home()).path();
    String folder = cloneFiles.pool(clone, target).path();
    for (Generation.Volume v : cloneFiles.volumes(clone)) {
      String file = Disks.file(clone, v);
      long size = files.virtualSize(nodes.endpoint(clone.home()), home + "/" + file);
      hypervisor.ensureOverlay(there, base.pool(), file, folder + "/" + v.file(), size);
    }
  }

  /**
   * After a failure that may be the target's: whether its newest bytes are at home for sure, so
   * that another target can be taken. Throws HostProblem if the home does not answer.
   */
  public boolean staysAtHome(CloneName name, NodeName target) {
    Clone clone = clones.get(name);
    if (!authorities.open(clone.id())) {
      runs(name); // the home may be the silent one
      return true;
    }
    State state = look(clone, way(clone, target)).state();
    boolean home = state == State.AT_SOURCE || state == State.PAUSED || state == State.OFF;
    if (home) authorities.stays(clone.id());
    return home;
  }

  /** Libvirt has given it up: it is at home, and nothing of it counts elsewhere. */
  public void failed(CloneName name) {
    authorities.stays(clones.get(name).id());
  }

  /**
   * The move is ended where it is. Answers the node that its newest bytes are on. Refused
   * (MOVE_ENDING) while it is just being handed over; (AUTHORITY_OPEN) while nobody knows.
   */
  public NodeName abort(CloneName name, NodeName target) {
    Clone clone = clones.get(name);
    if (!authorities.open(clone.id())) return clone.home();
    Way way = way(clone, target);
    try {
      migration.abort(way);
      State state = look(clone, way).state();
      if (state == State.ARRIVED) return target;
      if (state == State.UNKNOWN && isOff(target)) {
        migration.resume(way);
        return clone.home();
      }
      if (state != State.UNDER_WAY && state != State.UNKNOWN) return clone.home();
    } catch (HostProblem silent) {
      throw open(clone, target, silent.detail());
    } catch (Refused failed) {
      if (failed.code().equals("MIGRATION_FAILED")) return clone.home();
      throw failed;
    }
    throw open(clone, target, target + " does not answer");
  }

  static Refused open(Clone clone, NodeName target, String why) {
    return Refused.conflict(
        "AUTHORITY_OPEN",
        "%s was being handed over to %s, and nobody knows yet whether its newest disk is there or on %s: %s"
            .formatted(clone.name(), target, clone.home(), why),
        "wait until both answer: it then continues automatically. If %s never comes back, confirm that it is off (POST /nodes/%s/confirm-off)"
            .formatted(target, target));
  }

  /** A person says that the target is off for good: it goes on at home. */
  private Refused givenUp(Clone clone, Way way) {
    migration.resume(way);
    authorities.stays(clone.id());
    return Refused.conflict(
        "NODE_FAILED",
        way.target().node() + " is off, as a person has confirmed",
        "what it has of " + clone.name() + " is set aside when it comes back");
  }

  /** A person has said so. */
  boolean isOff(NodeName node) {
    return nodes.find(node).isEmpty()
        || silences.find(node).filter(Silence::confirmedOff).isPresent();
  }
}
