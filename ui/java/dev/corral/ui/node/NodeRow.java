package dev.corral.ui.node;

import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.time.Instant;
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

  /** Its name without the number at the end. */
  String stem() {
    return node.name().value().replaceFirst("\\d+$", "");
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

  /** When it was last seen, unless it is up: then that was a moment ago. */
  Instant lastSeen() {
    return node.health() == Health.UP ? null : node.seenAt();
  }

  long running() {
    return node.vitals() == null ? 0 : node.vitals().running().size();
  }

  String guests() {
    if (node.vitals() == null) return "";
    return Words.of("guests.running", running(), node.vitals().guests().size());
  }

  /** How full its fullest pool is, in percent. */
  int tightest() {
    return Load.tightest(node).map(Load::percent).orElse(0);
  }

  /** Zero where it is not up. */
  long upSeconds() {
    return node.vitals() == null || node.health() != Health.UP ? 0 : node.vitals().uptime();
  }

  String uptime(Times times) {
    return upSeconds() == 0 ? "" : times.amount(upSeconds());
  }
}
