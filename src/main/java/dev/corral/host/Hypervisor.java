package dev.corral.host;

import dev.corral.shared.Guest;
import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * libvirt on the nodes. Each method looks at or changes one node, and throws {@link HostProblem}.
 */
public interface Hypervisor {
  /** What the host is: fixed facts, as libvirt tells them. */
  HypervisorFacts facts(Endpoint node);

  /** Its active storage pools of files, by name. */
  List<Pool> pools(Endpoint node);

  /** Its active pool of that name. Refused (POOL_UNKNOWN) if it has none. */
  default Pool pool(Endpoint node, String name) {
    return pools(node).stream()
        .filter(p -> p.name().equals(name) && p.active())
        .findFirst()
        .orElseThrow(
            () ->
                Refused.conflict(
                    "POOL_UNKNOWN",
                    node.node() + " has no active pool '" + name + "'",
                    "make it there as on the main node (virsh pool-define-as), or start it (virsh"
                        + " pool-start "
                        + name
                        + "); then retry"));
  }

  /** Every guest that is defined or runs there. */
  List<Guest> guests(Endpoint node);

  /** One guest, if it is known there. */
  Optional<Guest> guest(Endpoint node, UUID id);

  /** The definition of a guest, by name, if it is known there: the inactive one. */
  Optional<String> definition(Endpoint node, String guest);

  /** Sees to it that a guest is defined like this; defining it again changes nothing. */
  void ensureDefined(Endpoint node, String xml);

  /** Sees to it that a guest runs. */
  void ensureRunning(Endpoint node, UUID id);

  /** Presses the guest's power button, if it runs; the guest decides what it makes of that. */
  void askToShutDown(Endpoint node, UUID id);

  /** Sees to it that a guest does not run, by taking its power away. */
  void ensureOff(Endpoint node, UUID id);

  /**
   * Sees to it that a guest is not defined; its disks are left alone. Refused (GUEST_RUNS) if it
   * runs.
   */
  void ensureGone(Endpoint node, UUID id);

  /**
   * Sees to it that an overlay of that size on a backing file exists in the pool; answers its path.
   * Never overwrites. Refused (FILE_FOREIGN) if a file of that name is no overlay on that one.
   */
  String ensureOverlay(Endpoint node, String pool, String file, String backing, long capacity);

  /** The names of its active networks. */
  List<String> networks(Endpoint node);

  /** Has libvirt look at the pool's folder again. */
  void refresh(Endpoint node, String pool);

  /** Ends whatever waits for an answer of this node, with an error; the next call connects anew. */
  void hangUp(Endpoint node);
}
