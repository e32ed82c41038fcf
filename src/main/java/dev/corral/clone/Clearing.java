package dev.corral.clone;

import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.Hypervisor;
import dev.corral.host.KeptState;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import dev.corral.storage.Aside;
import dev.corral.storage.Leaving;
import dev.corral.storage.Marks;
import dev.corral.storage.Owner;
import java.util.Optional;
import org.springframework.stereotype.Component;

/**
 * Takes a guest out of use on a node: its disks, its definition, what libvirt would delete with
 * that, all set aside. Only what is proven to be its own; a volatile one's goes for good.
 */
@Component
class Clearing {
  private final Nodes nodes;
  private final Clones clones;
  private final Hypervisor hypervisor;
  private final Marks marks;
  private final Aside aside;

  Clearing(Nodes nodes, Clones clones, Hypervisor hypervisor, Marks marks, Aside aside) {
    this.nodes = nodes;
    this.clones = clones;
    this.hypervisor = hypervisor;
    this.marks = marks;
    this.aside = aside;
  }

  /**
   * It is in use there no more. Answers, in words, what bears its names and is not its own: that
   * stays. Refused (GUEST_RUNS) if it runs.
   */
  String clear(Leftover leftover, String operation, boolean superseded) {
    Endpoint node = nodes.endpoint(leftover.node());
    CloneName name = new CloneName(leftover.cloneName());
    Pool pool = hypervisor.pool(node, leftover.pool());
    Owner owner = new Owner(leftover.guest(), name, node, operation);
    Leaving leaving =
        new Leaving(owner, pool, leftover.files(), leftover.why(), superseded, leftover.origin());
    boolean forGood = goesForGood(leftover, clones.find(name));
    for (Guest guest : hypervisor.guest(node, leftover.guest()).stream().toList()) {
      // by the name that it has there: somebody may have renamed it
      String xml = hypervisor.definition(node, guest.name()).orElseThrow();
      GuestXml definition = new GuestXml(xml);
      prove(leaving, definition);
      if (!forGood)
        aside.keepState(leaving, xml, definition.nvram(), KeptState.memory(guest.name()));
    }
    hypervisor.ensureGone(node, leftover.guest());
    Aside.Left left = forGood ? aside.discard(leaving) : aside.put(leaving);
    return left.foreign().isEmpty()
        ? ""
        : String.join(", ", left.foreign()) + " on " + leftover.node() + " is not its own: left";
  }

  /**
   * Only what a volatile clone leaves is nobody's data. A volatile clone that bears the name now
   * says nothing of an earlier one.
   */
  static boolean goesForGood(Leftover leftover, Optional<Clone> named) {
    return named.filter(c -> c.isVolatile() && leftover.guest().equals(c.id())).isPresent();
  }

  /** Files of versions that left no mark are known by the guest's own definition. */
  private void prove(Leaving leaving, GuestXml definition) {
    for (GuestXml.Disk disk : definition.disks()) {
      for (String file : leaving.files()) {
        if (!disk.file().equals(leaving.pool().path() + "/" + file)) continue;
        try {
          marks.claim(leaving.owner(), leaving.pool().path(), file, true);
        } catch (Refused notItsOwn) {
          // then it stays where it is, which is told below
        }
      }
    }
  }
}
