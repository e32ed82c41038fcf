package dev.corral.operation.herd;

import dev.corral.engine.Signal;
import dev.corral.engine.Waker;
import dev.corral.host.DetachedWork;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.NodeObserved;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;

/**
 * Compares what is seen of the nodes with what was seen before, and wakes the steps for which
 * something changed. What is seen for the first time counts as changed. In memory: each instance
 * compares for itself, and one wake-up too many costs a look.
 */
@Component
class SeenChanges {
  private final Waker waker;
  private final Nodes nodes;
  private final Map<String, String> healths = new ConcurrentHashMap<>();
  private final Map<String, Map<UUID, Boolean>> guests = new ConcurrentHashMap<>();
  private final Map<String, Map<String, DetachedWork.State>> works = new ConcurrentHashMap<>();

  SeenChanges(Waker waker, Nodes nodes) {
    this.waker = waker;
    this.nodes = nodes;
  }

  /** What nobody waits for any more will be new when somebody does again. */
  void forgetAllBut(Collection<Signal> awaited) {
    healths.keySet().retainAll(names(awaited, Signal::nodeAwaited));
    works.keySet().retainAll(names(awaited, Signal::workAwaited));
  }

  static Set<String> names(Collection<Signal> awaited, Function<Signal, String> name) {
    return awaited.stream().map(name).filter(Objects::nonNull).collect(Collectors.toSet());
  }

  void work(String node, Map<String, DetachedWork.State> seen) {
    Map<String, DetachedWork.State> before = works.put(node, seen);
    if (!seen.equals(before)) waker.send(Signal.work(node));
  }

  void guests(String node, Map<UUID, Boolean> seen) {
    Map<UUID, Boolean> before = guests.put(node, seen);
    Set<UUID> all = new HashSet<>(seen.keySet());
    if (before != null) all.addAll(before.keySet());
    for (UUID guest : all) {
      if (before == null || !Objects.equals(before.get(guest), seen.get(guest)))
        waker.send(Signal.guest(node, guest));
    }
  }

  /** Last of those who listen: whoever is woken finds what the others have kept of the look. */
  @EventListener
  @Order(Ordered.LOWEST_PRECEDENCE)
  void observed(NodeObserved seen) {
    Map<UUID, Boolean> running = new HashMap<>();
    seen.vitals().guests().forEach(g -> running.put(g.id(), g.running()));
    guests(seen.node().value(), running);
    if (healths.containsKey(seen.node().value())) health(seen.node().value());
  }

  /** The node's health as it is kept now; NONE if there is no such node any more. */
  void health(String node) {
    String now = nodes.find(new NodeName(node)).map(Node::health).map(Health::name).orElse("NONE");
    if (!now.equals(healths.put(node, now))) waker.send(Signal.node(node));
  }
}
