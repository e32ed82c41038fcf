package dev.corral.node;

import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.Survey;
import dev.corral.shared.NodeName;
import dev.corral.shared.Offers;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at all admitted nodes side by side, at each by one look at a time: one that is slow or dead
 * holds up no other. A look that hangs is ended.
 */
@Component
public class Monitor implements AutoCloseable {
  private static final Duration LONGEST_LOOK = Duration.ofSeconds(20);
  private static final Logger log = LoggerFactory.getLogger(Monitor.class);
  private final Nodes nodes;
  private final NodeSightings sightings;
  private final Hypervisor hypervisor;
  private final Survey survey;
  private final Suspects suspects;
  private final ApplicationEventPublisher events;
  private final Clock clock;

  private final Duration every;

  /** After so long a look that has not come back is a first sign of silence. */
  private final Duration patience;

  private final ExecutorService looks =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "look");
            thread.setDaemon(true);
            return thread;
          });
  private final Map<NodeName, Look> underWay = new ConcurrentHashMap<>();

  private record Look(Endpoint node, Instant began) {}

  Monitor(
      Nodes nodes,
      NodeSightings sightings,
      Hypervisor hypervisor,
      Survey survey,
      Suspects suspects,
      ApplicationEventPublisher events,
      Clock clock,
      @Value("${corral.monitor.every}") Duration every,
      @Value("${corral.monitor.lost-after}") Duration lostAfter) {
    this.nodes = nodes;
    this.sightings = sightings;
    this.hypervisor = hypervisor;
    this.survey = survey;
    this.suspects = suspects;
    this.events = events;
    this.clock = clock;
    this.every = every;
    this.patience = lostAfter.dividedBy(3);
  }

  /** One after another, spread over the time until the next round: all at once would be a burst. */
  @Scheduled(fixedDelayString = "${corral.monitor.every}")
  void lookAtAll() {
    List<Node> admitted = nodes.list().stream().filter(Node::admitted).toList();
    for (int i = 0; i < admitted.size(); i++) {
      NodeName name = admitted.get(i).name();
      CompletableFuture.delayedExecutor(
              every.toMillis() * i / admitted.size(), TimeUnit.MILLISECONDS, looks)
          .execute(() -> nodes.find(name).ifPresent(this::lookIfIdle));
    }
  }

  private void lookIfIdle(Node node) {
    if (!node.admitted()) return;
    Look look = new Look(node.endpoint(), clock.instant());
    if (underWay.putIfAbsent(node.name(), look) == null) probe(node);
  }

  /** In memory, and at once: what hangs here would delay the news of every node. */
  @Scheduled(fixedDelay = 1_000)
  void watchLooks() {
    Instant now = clock.instant();
    underWay.forEach(
        (name, look) -> {
          Duration lasts = Duration.between(look.began(), now);
          if (lasts.compareTo(patience) > 0) suspects.slow(name);
          if (lasts.compareTo(LONGEST_LOOK) > 0)
            looks.execute(() -> hypervisor.hangUp(look.node()));
        });
    suspects.verify();
  }

  private void probe(Node node) {
    try {
      look(node.name());
    } catch (HostProblem problem) {
      if (node.health() == Health.OFF && !problem.unreachable())
        sightings.silent(node.name(), Health.DEGRADED, problem.detail()); // switched on by somebody
      else suspects.suspect(node.name(), problem.detail());
    } catch (RuntimeException e) {
      log.error("looking at {} failed with an unexpected error", node.name(), e);
    } finally {
      underWay.remove(node.name());
    }
  }

  /**
   * Looks at one node now, keeps what it sees, and tells the rooms that listen. Throws HostProblem.
   */
  public Vitals look(NodeName name) {
    var endpoint = nodes.endpoint(name);
    Survey.Seen seen = survey.look(endpoint);
    Instant at =
        clock.instant(); // before libvirt answers: what is claimed meanwhile counts as unseen
    Vitals vitals =
        new Vitals(
            at,
            seen.memory(),
            seen.available(),
            seen.load(),
            seen.uptime().toSeconds(),
            hypervisor.guests(endpoint),
            hypervisor.pools(endpoint),
            new Offers(hypervisor.networks(endpoint), seen.links(), seen.devices()));
    sightings.seen(name, vitals);
    suspects.answered(name, at);
    events.publishEvent(new NodeObserved(name, vitals));
    return vitals;
  }

  @Override
  public void close() {
    looks.shutdownNow();
  }
}
