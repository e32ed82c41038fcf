package dev.corral.ui.base;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which base stands how on which node, at one moment. */
record Matrix(
    List<Base> bases,
    List<Node> nodes,
    Map<String, Copy> copies,
    Map<String, Long> sizes,
    Map<String, Operation> incidents) {
  private static final int MOST_INCIDENTS = 500;
  static final Matrix EMPTY = new Matrix(List.of(), List.of(), Map.of(), Map.of(), Map.of());

  static Matrix of(Bases bases, Nodes nodes, Operations operations) {
    Map<String, Copy> copies = new HashMap<>();
    Map<String, Long> sizes = new HashMap<>();
    // by generation, so that the newest stays
    for (Copy copy : bases.copies()) {
      copies.put(key(copy.base().value(), copy.node().value()), copy);
      if (copy.state() == Copy.State.COPYING)
        sizes.computeIfAbsent(
            key(copy), k -> bases.generation(copy.base(), copy.generation()).size());
    }
    Map<String, Operation> incidents = new HashMap<>();
    operations
        .list(
            new Operations.Filter("copy-base", "INCIDENT", null, null, null, null, null),
            0,
            MOST_INCIDENTS)
        .forEach(o -> incidents.put(key(o.base(), o.node()), o));
    return new Matrix(
        bases.list(),
        nodes.list().stream().filter(Node::admitted).toList(),
        copies,
        sizes,
        incidents);
  }

  private static String key(String base, String node) {
    return base + " " + node;
  }

  private static String key(Copy copy) {
    return copy.base() + " g" + copy.generation();
  }

  private static String key(Base base, Node node) {
    return key(base.name().value(), node.name().value());
  }

  /** The nodes whose name has this text in it. */
  List<Node> nodes(String text) {
    return nodes.stream().filter(n -> n.name().value().contains(text)).toList();
  }

  /** The copy that stands still there, if one does. */
  String incident(Base base, Node node) {
    Operation incident = incidents.get(key(base, node));
    return incident == null ? "" : incident.id();
  }

  /** A generation is there that clones can be made of, or it is on its way. */
  boolean ticked(Base base, Node node) {
    Copy copy = copies.get(key(base, node));
    if (copy == null) return false;
    return switch (copy.state()) {
      case COPYING, VERIFYING, READY -> true;
      case ABSENT, REMOVING, FAILED -> false;
    };
  }

  /** What is there is older than what new clones get. */
  private static boolean old(Base base, Copy copy) {
    return copy.state() == Copy.State.READY && copy.generation() < base.current();
  }

  /** The box waits for something: it goes just now, or nothing can be copied yet. */
  boolean fixed(Base base, Node node) {
    Copy copy = copies.get(key(base, node));
    return copy == null
        ? base.generation() == 0
        : node.main() || copy.state() == Copy.State.REMOVING;
  }

  Tone tone(Base base, Node node) {
    Copy copy = copies.get(key(base, node));
    if (!incident(base, node).isEmpty()) return Tone.BAD;
    if (copy == null) return Tone.CALM;
    return old(base, copy) ? Tone.WARN : Tone.of(copy.state());
  }

  String state(Base base, Node node) {
    Copy copy = copies.get(key(base, node));
    if (!incident(base, node).isEmpty()) return Words.of("state.INCIDENT");
    return copy == null ? "" : Words.of(copy.state());
  }

  /** What stands below the state: how far, how fast, since when verified, or why not. */
  String below(Base base, Node node, Times times) {
    Copy copy = copies.get(key(base, node));
    if (copy == null) return "";
    if (copy.state() == Copy.State.COPYING && !incident(base, node).isEmpty())
      return Words.of("base.stands", copy.percent());
    if (old(base, copy)) return Words.of("base.old", copy.generation());
    return CopyWords.of(copy, sizes.getOrDefault(key(copy), 0L), times);
  }

  /** For the {@code {0}} in what stands below the state. */
  Instant at(Base base, Node node) {
    Copy copy = copies.get(key(base, node));
    return copy == null || old(base, copy) ? null : CopyWords.at(copy);
  }

  /** All that is shown of a node: two that are equal look alike. */
  List<Object> shown(Node node) {
    List<Object> all = new ArrayList<>(List.of(node.name(), node.main()));
    for (Base base : bases) {
      all.add(String.valueOf(copies.get(key(base, node))));
      all.add(incident(base, node));
    }
    return all;
  }

  int percent(Base base, Node node) {
    Copy copy = copies.get(key(base, node));
    return copy == null ? -1 : CopyWords.percent(copy);
  }
}
