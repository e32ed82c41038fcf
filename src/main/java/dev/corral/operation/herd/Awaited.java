package dev.corral.operation.herd;

import dev.corral.engine.Signal;
import dev.corral.engine.Waits;
import dev.corral.host.DetachedWork;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks after what put-off steps wait for on the nodes: one command a second for all detached work
 * on a node, one for its guests, none where nobody waits. A node that hangs holds up no other.
 */
@Component
class Awaited implements AutoCloseable {
  /** A guest that was asked to shut down goes off soon, or never; the monitor sees the latter. */
  private static final Duration SOON = Duration.ofMinutes(3);

  private static final Logger log = LoggerFactory.getLogger(Awaited.class);
  private final Waits waits;
  private final Nodes nodes;
  private final DetachedWork work;
  private final Hypervisor hypervisor;
  private final SeenChanges changes;
  private final Clock clock;
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final ExecutorService looks =
      Executors.newCachedThreadPool(
          task -> {
            Thread thread = new Thread(task, "awaited");
            thread.setDaemon(true);
            return thread;
          });

  Awaited(
      Waits waits,
      Nodes nodes,
      DetachedWork work,
      Hypervisor hypervisor,
      SeenChanges changes,
      Clock clock) {
    this.waits = waits;
    this.nodes = nodes;
    this.work = work;
    this.hypervisor = hypervisor;
    this.changes = changes;
    this.clock = clock;
  }

  @Scheduled(fixedDelay = 1_000)
  void look() {
    List<Waits.Awaited> awaited = waits.awaited();
    List<Signal> all = awaited.stream().map(Waits.Awaited::signal).toList();
    changes.forgetAllBut(all);
    Instant lately = clock.instant().minus(SOON);
    List<Signal> late =
        awaited.stream().filter(a -> a.since().isAfter(lately)).map(Waits.Awaited::signal).toList();
    SeenChanges.names(all, Signal::nodeAwaited).forEach(changes::health);
    SeenChanges.names(all, Signal::workAwaited)
        .forEach(n -> aside("work " + n, n, this::lookAtWork));
    SeenChanges.names(late, Signal::guestAwaitedOn)
        .forEach(n -> aside("guests " + n, n, this::lookAtGuests));
  }

  private void aside(String what, String node, Consumer<Node> look) {
    if (!underWay.add(what)) return;
    looks.execute(
        () -> {
          try {
            nodes.find(new NodeName(node)).ifPresent(look);
          } catch (HostProblem silent) {
            log.debug("{} cannot be asked: {}", node, silent.detail());
          } catch (RuntimeException e) {
            log.warn("could not look after what is awaited on {}", node, e);
          } finally {
            underWay.remove(what);
          }
        });
  }

  private void lookAtWork(Node node) {
    changes.work(node.name().value(), work.states(node.endpoint()));
  }

  private void lookAtGuests(Node node) {
    Map<UUID, Boolean> running = new HashMap<>();
    hypervisor.guests(node.endpoint()).forEach(g -> running.put(g.id(), g.running()));
    changes.guests(node.name().value(), running);
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
