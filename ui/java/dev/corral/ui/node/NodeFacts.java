package dev.corral.ui.node;

import dev.corral.node.Node;
import dev.corral.shared.Bytes;
import dev.corral.shared.HypervisorFacts;
import dev.corral.ui.part.Facts;
import java.util.stream.Collectors;

/** What a node is, as names and values. */
final class NodeFacts {
  private NodeFacts() {}

  static Facts of(Node node) {
    Facts facts =
        new Facts()
            .with("node.address", node.user() + "@" + node.address() + ":" + node.sshPort())
            .with("node.mac", node.mac())
            .with("node.fingerprint", node.confirmedFingerprint())
            .with("node.labels", labels(node));
    if (node.facts() == null) return facts;
    HypervisorFacts h = node.facts().hypervisor();
    return facts
        .with("node.hostname", h.hostname())
        .with("node.cpus", String.valueOf(h.cpus()))
        .with("memory", new Bytes(node.facts().memory()).toString())
        .with("node.libvirt", h.libvirt())
        .with("node.emulator", h.emulator())
        .with("node.types", String.join(", ", h.domainTypes()))
        .with("node.id", h.hostId().toString())
        .with("node.wake", node.facts().nic() + " " + node.facts().wake());
  }

  private static String labels(Node node) {
    return node.labels().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
