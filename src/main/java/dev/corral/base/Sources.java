package dev.corral.base;

import dev.corral.host.Transfers;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/** Those from whom a node may get a generation, and what is done when one gives nothing. */
@Component
class Sources {
  private static final Set<Health> SILENT = EnumSet.of(Health.LOST, Health.OFF, Health.WAKING);

  /** After so many that gave nothing, the attempt has failed. */
  private static final int MOST_FAILURES = 6;

  private final Bases bases;
  private final Nodes nodes;
  private final Places places;
  private final Transfers transfers;

  Sources(Bases bases, Nodes nodes, Places places, Transfers transfers) {
    this.bases = bases;
    this.nodes = nodes;
    this.places = places;
    this.transfers = transfers;
  }

  /** The nodes of which it is known that they do not answer. */
  Set<NodeName> silent() {
    return nodes.list().stream()
        .filter(n -> SILENT.contains(n.health()))
        .map(Node::name)
        .collect(Collectors.toSet());
  }

  Transfers.Route route(Copying.Way way, NodeName source) {
    return new Transfers.Route(way.id(), nodes.endpoint(source), nodes.endpoint(way.node()));
  }

  /** The place in the line, if it has one, is left; who sent, sends no more. */
  void leave(Copying.Way way) {
    bases
        .copy(way.base(), way.generation(), way.node())
        .map(Copy::from)
        .ifPresent(
            source -> {
              transfers.leave(route(way, source));
              places.leave(way);
            });
  }

  /** The same; that one, if it is not null, is not taken again in this attempt. */
  Sending leave(Copying.Way way, Sending sending, NodeName avoided, String why) {
    leave(way);
    return avoided == null ? sending : sending.without(avoided, why);
  }

  /**
   * Nobody can be taken just now. Refused (NO_SOURCE, NO_GOOD_COPY) if that will not change by
   * itself.
   */
  Sending none(Copying.Way way, Sending sending) {
    List<Copy> good =
        bases.copies(way.base()).stream()
            .filter(c -> c.of(way.base(), way.generation()))
            .filter(c -> c.state() == Copy.State.READY && !c.node().equals(way.node()))
            .toList();
    String what = way.base() + " g" + way.generation();
    if (good.isEmpty())
      throw Refused.conflict(
          "NO_GOOD_COPY",
          "no other node has a verified copy of " + what,
          "if its domain is still there, make a new generation of the base; else bring a node that has the copy back");
    String names = good.stream().map(c -> c.node().value()).collect(Collectors.joining(", "));
    if (silent().containsAll(good.stream().map(Copy::node).toList()))
      throw Refused.conflict(
          "NO_SOURCE",
          "those that have " + what + " do not answer: " + names,
          "bring one of them up, then retry");
    if (sending.failures() >= MOST_FAILURES)
      throw Refused.conflict(
          "NO_SOURCE",
          "nothing came from anybody who has " + what + "; the last was " + sending.words(),
          "see whether " + way.node() + " can be reached by SSH from " + names + ", then retry");
    return sending.avoided().isEmpty()
        ? sending.at(sending.percent(), "waits until somebody has time to send it")
        : sending.withAll();
  }
}
