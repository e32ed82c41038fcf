package dev.corral.node;

import dev.corral.node.Signs.Verdict;
import dev.corral.shared.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * The nodes that have not answered a look. Each is asked again in several ways until it answers; it
 * is lost once none of them has brought an answer for {@code corral.monitor.lost-after}. That takes
 * at most one second and one verification longer, whatever else Corral does.
 */
@Component
public class Suspects implements AutoCloseable {
  /** How often one that is lost already is asked again; the looks at it go on besides. */
  private static final Duration LOST_AGAIN = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(Suspects.class);
  private final Nodes nodes;
  private final NodeSightings sightings;
  private final Silences silences;
  private final Verification verification;
  private final ApplicationEventPublisher events;
  private final Clock clock;
  private final Duration lostAfter;

  /** A silence that nobody has watched proves nothing. */
  private final Instant watchingSince;

  private final Map<NodeName, Suspicion> suspects = new ConcurrentHashMap<>();
  private final Map<NodeName, Instant> answered = new ConcurrentHashMap<>();
  private final Map<NodeName, Instant> verified = new ConcurrentHashMap<>();
  private final Map<NodeName, Boolean> beingAsked = new ConcurrentHashMap<>();
  private final ExecutorService threads =
      Executors.newCachedThreadPool(
          work -> {
            Thread thread = new Thread(work, "suspect");
            thread.setDaemon(true);
            return thread;
          });

  Suspects(
      Nodes nodes,
      NodeSightings sightings,
      Silences silences,
      Verification verification,
      ApplicationEventPublisher events,
      Clock clock,
      @Value("${corral.monitor.lost-after}") Duration lostAfter) {
    this.nodes = nodes;
    this.sightings = sightings;
    this.silences = silences;
    this.verification = verification;
    this.events = events;
    this.clock = clock;
    this.lostAfter = lostAfter;
    this.watchingSince = clock.instant();
  }

  /**
   * Why a node is asked.
   *
   * @param failed a look at it has failed; if not, it only takes its time, as busy nodes do, and
   *     nothing is thought of it until it has been asked
   */
  private record Suspicion(boolean failed, String words) {}

  /** A look has failed: a first sign of silence, in words. Does not wait for anything. */
  void suspect(NodeName node, String words) {
    suspect(node, new Suspicion(true, words));
  }

  /** A look takes long. Does not wait for anything. */
  void slow(NodeName node) {
    suspect(node, new Suspicion(false, "it has not answered the last look yet"));
  }

  private void suspect(NodeName node, Suspicion why) {
    if (suspects.putIfAbsent(node, why) == null) ask(node);
  }

  /** Its libvirt has answered. */
  void answered(NodeName node, Instant at) {
    answered.put(node, at);
    suspects.remove(node);
    silences.end(node);
  }

  /** Asks each that is not being asked just now. Does not wait for anything. */
  void verify() {
    suspects.keySet().forEach(this::ask);
  }

  /** Some are being asked just now. */
  boolean asking() {
    return !beingAsked.isEmpty();
  }

  private void ask(NodeName node) {
    if (beingAsked.putIfAbsent(node, true) != null) return;
    threads.execute(
        () -> {
          try {
            askNow(node);
          } catch (RuntimeException e) {
            log.error("asking {} failed with an unexpected error", node, e);
          } finally {
            beingAsked.remove(node);
          }
        });
  }

  private void askNow(NodeName name) {
    Node node = nodes.find(name).orElse(null);
    Suspicion why = suspects.get(name);
    if (node == null || why == null) return;
    if (node.health() == Health.OFF || node.health() == Health.WAKING) {
      suspects.remove(name); // known to be silent; the looks go on
      return;
    }
    Instant asked = clock.instant();
    if (node.health() == Health.LOST
        && verified.getOrDefault(name, Instant.EPOCH).plus(LOST_AGAIN).isAfter(asked)) {
      suspects.remove(name);
      return;
    }
    if (node.health() == Health.UP
        && why.failed()
        && !sightings.suspected(name, Health.DEGRADED, why.words(), asked)) return;
    Instant last = lastAnswer(node);
    Signs signs = verification.of(name);
    Verdict verdict = signs.verdict();
    verified.put(name, clock.instant());
    if (verdict != Verdict.SILENT) answered.put(name, clock.instant());
    boolean there = verdict == Verdict.WELL || verdict == Verdict.WITHOUT_LIBVIRT;
    Health health =
        signs.health(node.health(), Duration.between(lastAnswer(node), clock.instant()), lostAfter);
    boolean so = sightings.suspected(name, health, signs.evidence(), asked);
    if (there) {
      suspects.remove(name); // the next look tells the rest
      silences.end(name);
    } else if (so) {
      silences.begin(name, last);
      if (verdict == Verdict.CUT_OFF) silences.reachedByOthers(name, clock.instant());
      if (health == Health.LOST) events.publishEvent(new NodeLost(name));
    }
  }

  private Instant lastAnswer(Node node) {
    Instant last = answered.getOrDefault(node.name(), watchingSince);
    if (node.seenAt() != null && node.seenAt().isAfter(last)) last = node.seenAt();
    return last.isAfter(watchingSince) ? last : watchingSince;
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
