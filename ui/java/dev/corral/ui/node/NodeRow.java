package dev.corral.ui.node;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A node in words, with the bases that are ready there. */
record NodeRow(Node node, String bases) {
  static List<NodeRow> all(Nodes nodes, Bases bases) {
    Map<String, TreeSet<String>> ready =
        bases.copies().stream()
            .filter(c -> c.state() == Copy.State.READY)
            .collect(
                Collectors.groupingBy(
                    c -> c.node().value(),
                    Collectors.mapping(
                        c -> c.base().value(), Collectors.toCollection(TreeSet::new))));
    return nodes.list().stream()
        .map(
            n ->
                new NodeRow(
                    n, String.join(", ", ready.getOrDefault(n.name().value(), new TreeSet<>()))))
        .toList();
  }

  String where() {
    return node.address() + (node.main() ? " · " + Words.of("node.main") : "");
  }

  Tone tone() {
    return node.admitted() ? Tone.of(node.health()) : Tone.BUSY;
  }

  String standing() {
    return node.admitted() ? Words.of(node.health()) : Words.of("node.joining");
  }

  String age(Times times) {
    return node.seenAt() == null ? "" : times.ago(node.seenAt());
  }

  String guests() {
    if (node.vitals() == null) return "";
    return Words.of(
        "guests.running", node.vitals().running().size(), node.vitals().guests().size());
  }
}
