package dev.corral.clone;

import dev.corral.base.Bases;
import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.Hypervisor;
import dev.corral.host.KeptState;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Refused;
import dev.corral.storage.AsideItem;
import dev.corral.storage.AsideItems;
import dev.corral.storage.Origin;
import dev.corral.storage.Owner;
import dev.corral.storage.PutBack;
import java.util.List;
import java.util.Optional;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Propagation;
import org.springframework.transaction.annotation.Transactional;

/**
 * Brings a removed clone back from what is set aside of it: its record, its disks, its definition,
 * its firmware's variables and saved memory. Each method sees to one thing, and may be called
 * again.
 */
@Service
public class Returning {
  private final Clones clones;
  private final CloneStates states;
  private final CloneFiles cloneFiles;
  private final Guests guests;
  private final Sweeping sweeping;
  private final Bases bases;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final AsideItems items;
  private final PutBack putBack;

  Returning(
      Clones clones,
      CloneStates states,
      CloneFiles cloneFiles,
      Guests guests,
      Sweeping sweeping,
      Bases bases,
      Nodes nodes,
      Hypervisor hypervisor,
      AsideItems items,
      PutBack putBack) {
    this.clones = clones;
    this.states = states;
    this.cloneFiles = cloneFiles;
    this.guests = guests;
    this.sweeping = sweeping;
    this.bases = bases;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.items = items;
    this.putBack = putBack;
  }

  /** The record that it gets, with the guest that it had, where its disk is; off. */
  public static Clone record(AsideItem item) {
    Origin origin = item.origin();
    return new Clone(
        new CloneName(item.cloneName()),
        origin.base(),
        origin.generation(),
        origin.owner(),
        false,
        origin.memory(),
        false,
        Clone.State.PLACED,
        item.node(),
        item.guest(),
        null,
        null);
  }

  /** Whether that clone is this one, of which an earlier try has brought back a part. */
  public static boolean isPartOf(Clone clone, AsideItem item) {
    return clone.state() == Clone.State.FAILED
        && item.guest().equals(clone.id())
        && item.node().equals(clone.home());
  }

  /** Its name is its own again. Refused (CLONE_EXISTS) if it is another clone's. */
  public void reclaim(AsideItem item) {
    Clone clone = record(item);
    if (clones.find(clone.name()).filter(c -> isPartOf(c, item)).isPresent())
      states.comingBack(clone.name());
    else states.addAgain(clone);
  }

  /**
   * Its disks are in their place. Answers which, in words. Refused (NAME_TAKEN, FILE_FOREIGN) if
   * somebody else has its names there; (BACKING_DIFFERS) if they are no overlays on its generation.
   */
  @Transactional(propagation = Propagation.MANDATORY)
  public String putDisksBack(CloneName name, String operation) {
    Clone clone = clones.get(name);
    Endpoint home = nodes.endpoint(clone.home());
    sweeping.ensureNoneOf(name, clone.home());
    cloneFiles.known(clone, clone.home());
    List<String> back =
        putBack.files(new Owner(clone.id(), name, home, operation), broughtBack(name, operation));
    cloneFiles.ensureBacking(clone);
    hypervisor.refresh(home, bases.get(clone.base()).pool());
    return back.isEmpty() ? "its disks are in their place" : "back are " + String.join(", ", back);
  }

  /**
   * Its home knows it as it was; what libvirt kept of it is where libvirt looks for it. One whose
   * definition was not kept is defined again.
   */
  public void define(CloneName name, String operation) {
    Clone clone = clones.get(name);
    Endpoint home = nodes.endpoint(clone.home());
    if (cloneFiles.known(clone, clone.home()).isPresent()) return;
    AsideItem item = broughtBack(name, operation);
    Optional<String> xml = putBack.definition(home, item);
    if (xml.isEmpty()) {
      guests.ensureDefined(name);
      return;
    }
    GuestXml definition = new GuestXml(xml.get());
    if (!clone.id().equals(definition.id()))
      throw Refused.conflict(
          "DEFINITION_FOREIGN",
          "%s/domain.xml on %s is the definition of %s, and not of %s"
              .formatted(item.path(), home.node(), definition.id(), clone.id()),
          "move it away from there, then retry: " + name + " is defined again");
    putBack.state(home, item, definition.nvram(), KeptState.memory(name.value()));
    hypervisor.ensureDefined(home, xml.get());
  }

  /**
   * libvirt says that it is there, its disk is the one that counts, and nothing of it is set aside
   * any more. Answers, in words, what is all the same.
   */
  public String confirm(CloneName name, String operation) {
    guests.ensureConfirmed(name);
    Optional<AsideItem> item = items.broughtBackBy(operation);
    if (item.isEmpty()) return "";
    List<String> left = putBack.emptied(nodes.endpoint(item.get().node()), item.get());
    return left.isEmpty()
        ? ""
        : "%s stays set aside: it is not known what it is".formatted(String.join(", ", left));
  }

  private AsideItem broughtBack(CloneName name, String operation) {
    return items
        .broughtBackBy(operation)
        .orElseThrow(
            () ->
                Refused.conflict(
                    "NOT_ASIDE",
                    "nothing is set aside of " + name + " any more",
                    "cancel this operation, and look at the clone"));
  }
}
