package dev.corral.ui.node;

import dev.corral.node.Node;
import dev.corral.shared.Bytes;
import dev.corral.shared.HypervisorFacts;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a node is, as names and values. */
final class NodeFacts {
  private NodeFacts() {}

  /** By the keys of their labels. */
  static Map<String, String> of(Node node) {
    Map<String, String> facts = new LinkedHashMap<>();
    facts.put("node.address", node.user() + "@" + node.address() + ":" + node.sshPort());
    facts.put("node.mac", node.mac());
    facts.put("node.fingerprint", node.confirmedFingerprint());
    facts.put("node.labels", labels(node));
    if (node.facts() == null) return facts;
    HypervisorFacts h = node.facts().hypervisor();
    facts.put("node.hostname", h.hostname());
    facts.put("node.cpus", String.valueOf(h.cpus()));
    facts.put("memory", new Bytes(node.facts().memory()).toString());
    facts.put("node.libvirt", h.libvirt());
    facts.put("node.emulator", h.emulator());
    facts.put("node.types", String.join(", ", h.domainTypes()));
    facts.put("node.id", h.hostId().toString());
    facts.put("node.wake", node.facts().nic() + " " + node.facts().wake());
    return facts;
  }

  private static String labels(Node node) {
    return node.labels().entrySet().stream()
        .map(e -> e.getKey() + "=" + e.getValue())
        .collect(Collectors.joining(", "));
  }
}
