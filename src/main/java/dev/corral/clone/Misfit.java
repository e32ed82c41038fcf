package dev.corral.clone;

import dev.corral.host.GuestXml;
import dev.corral.node.Node;
import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Offers;
import java.util.List;
import java.util.Optional;

/**
 * Why a node cannot run a guest. Pure: what is not known of the node stands in no guest's way.
 *
 * @param why to be read after the node's name: {@code offers no machine type pc-q35-7.2}
 * @param fix what to do about it there
 */
public record Misfit(String why, String fix) {
  /** By what is known of the node. */
  public static Optional<Misfit> of(GuestXml guest, Node node) {
    return of(
        guest,
        node.facts() == null ? null : node.facts().hypervisor(),
        node.vitals() == null ? null : node.vitals().offers());
  }

  /** Of a node that is like this; null is unknown. */
  static Optional<Misfit> of(GuestXml guest, HypervisorFacts facts, Offers offers) {
    String machine = guest.machine();
    if (facts != null && !machine.isEmpty() && !facts.machines().contains(machine))
      return Optional.of(
          new Misfit(
              "offers no machine type " + machine,
              "install the same QEMU version there as on the main node, or make the base with a type that both have"));
    return offers == null ? Optional.empty() : missing(guest, offers);
  }

  private static Optional<Misfit> missing(GuestXml guest, Offers offers) {
    return first(guest.networks(), offers.networks())
        .map(
            n ->
                new Misfit(
                    "has no active network '" + n + "'",
                    "start it there (virsh net-start " + n + ")"))
        .or(
            () ->
                first(guest.links(), offers.links())
                    .map(
                        l ->
                            new Misfit(
                                "has no network device '" + l + "'",
                                "make it there as on the main node")))
        .or(
            () ->
                first(guest.hostDevices(), offers.devices())
                    .map(
                        d ->
                            new Misfit(
                                "has no device " + d,
                                "take the device out of the golden machine, or keep its clones on nodes that have it")));
  }

  private static Optional<String> first(List<String> needed, List<String> there) {
    return needed.stream().filter(n -> !there.contains(n)).findFirst();
  }
}
