package dev.corral.node;

import dev.corral.host.HostProblem;
import dev.corral.host.Hypervisor;
import dev.corral.host.Survey;
import dev.corral.shared.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Looks at all admitted nodes side by side; one that is slow or dead holds up no other, nor its own
 * next look.
 */
@Component
public class Monitor implements AutoCloseable {
  /** An answer older than this proves nothing any more. */
  static final int FRESH_SECONDS = 15;

  private static final int PROBES_AT_ONCE = 32;
  private static final Logger log = LoggerFactory.getLogger(Monitor.class);
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final Survey survey;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final ExecutorService probes;
  private final Set<NodeName> underWay = ConcurrentHashMap.newKeySet();

  Monitor(
      Nodes nodes,
      Hypervisor hypervisor,
      Survey survey,
      ApplicationEventPublisher events,
      Clock clock) {
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.survey = survey;
    this.events = events;
    this.clock = clock;
    this.probes =
        Executors.newFixedThreadPool(
            PROBES_AT_ONCE,
            work -> {
              Thread thread = new Thread(work, "probe");
              thread.setDaemon(true);
              return thread;
            });
  }

  @Scheduled(fixedDelayString = "${corral.monitor.every}")
  void lookAtAll() {
    for (Node node : nodes.list()) {
      if (!node.admitted()) continue;
      if (underWay.add(node.name())) probes.execute(() -> probe(node));
      else silent(node, "the last look has not come back yet");
    }
  }

  private void probe(Node node) {
    try {
      look(node.name());
    } catch (HostProblem problem) {
      silent(nodes.find(node.name()).orElse(node), problem.detail());
    } catch (RuntimeException e) {
      log.error("looking at {} failed in a way nobody foresaw", node.name(), e);
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
            hypervisor.pools(endpoint));
    nodes.seen(name, vitals);
    events.publishEvent(new NodeObserved(name, vitals));
    return vitals;
  }

  private void silent(Node node, String evidence) {
    if (node.health() == Health.OFF || node.health() == Health.WAKING) return; // known to be silent
    Instant seen = node.seenAt();
    boolean fresh =
        seen != null && Duration.between(seen, clock.instant()).toSeconds() < FRESH_SECONDS;
    Health health = fresh ? Health.DEGRADED : Health.LOST;
    if (node.health() != health || !node.evidence().equals(evidence))
      nodes.silent(node.name(), health, evidence);
    if (health == Health.LOST) events.publishEvent(new NodeLost(node.name()));
  }

  @Override
  public void close() {
    probes.shutdownNow();
  }
}
