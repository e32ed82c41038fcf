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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Which base stands how on which node, at one moment. */
record Matrix(
    List<Base> bases,
    List<Node> nodes,
    Map<String, Copy> copies,
    Map<String, Operation> incidents) {
  private static final int MOST_INCIDENTS = 500;

  static Matrix of(Bases bases, Nodes nodes, Operations operations) {
    Map<String, Copy> copies = new HashMap<>();
    // by generation, so that the newest stays
    bases.copies().forEach(c -> copies.put(key(c.base().value(), c.node().value()), c));
    Map<String, Operation> incidents = new HashMap<>();
    operations
        .list(
            new Operations.Filter("copy-base", "INCIDENT", null, null, null, null, null),
            0,
            MOST_INCIDENTS)
        .forEach(o -> incidents.put(key(o.base(), o.node()), o));
    return new Matrix(
        bases.list(), nodes.list().stream().filter(Node::admitted).toList(), copies, incidents);
  }

  private static String key(String base, String node) {
    return base + " " + node;
  }

  Copy copy(Base base, Node node) {
    return copies.get(key(base.name().value(), node.name().value()));
  }

  /** The copy that stands still there, if one does. */
  String incident(Base base, Node node) {
    Operation incident = incidents.get(key(base.name().value(), node.name().value()));
    return incident == null ? "" : incident.id();
  }

  /** The newest generation is there, or on its way. */
  boolean ticked(Base base, Node node) {
    Copy copy = copy(base, node);
    if (copy == null || copy.generation() < base.generation()) return false;
    return switch (copy.state()) {
      case COPYING, VERIFYING, READY -> true;
      case ABSENT, REMOVING, FAILED -> false;
    };
  }

  Tone tone(Base base, Node node) {
    Copy copy = copy(base, node);
    if (!incident(base, node).isEmpty()) return Tone.BAD;
    return copy == null ? Tone.CALM : Tone.of(copy.state());
  }

  String state(Base base, Node node) {
    Copy copy = copy(base, node);
    if (!incident(base, node).isEmpty()) return Words.of("state.INCIDENT");
    return copy == null ? "" : Words.of(copy.state());
  }

  /** What stands below the state: how far, since when verified, or why not. */
  String below(Base base, Node node, Times times) {
    Copy copy = copy(base, node);
    if (copy == null) return "";
    return switch (copy.state()) {
      case READY ->
          copy.generation() < base.generation()
              ? Words.of("base.old", copy.generation())
              : Words.of("base.verified", times.ago(copy.verifiedAt()));
      case COPYING -> copy.detail().isEmpty() ? copy.percent() + " %" : copy.detail();
      case VERIFYING -> Words.of("base.summing");
      case FAILED, ABSENT, REMOVING -> copy.detail();
    };
  }

  int percent(Base base, Node node) {
    Copy copy = copy(base, node);
    return copy != null
            && (copy.state() == Copy.State.COPYING || copy.state() == Copy.State.VERIFYING)
        ? copy.percent()
        : -1;
  }
}
