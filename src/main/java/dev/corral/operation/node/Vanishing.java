package dev.corral.operation.node;

import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Silence;
import dev.corral.node.Silences;
import dev.corral.node.Vanished;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Whether silent nodes fell silent together, and whether one may be recovered by now. */
@Component
public class Vanishing {
  /** Until a node that fell silent is known to be so, beyond the silence itself. */
  private static final Duration NOTICED = Duration.ofSeconds(7);

  private final Nodes nodes;
  private final Silences silences;
  private final Duration together;
  private final Duration settled;

  Vanishing(
      Nodes nodes,
      Silences silences,
      @Value("${corral.monitor.together}") Duration together,
      @Value("${corral.monitor.lost-after}") Duration lostAfter) {
    this.nodes = nodes;
    this.silences = silences;
    this.together = together;
    this.settled = together.plus(lostAfter).plus(NOTICED);
  }

  /** Those with which it fell silent, if they are too many. */
  Optional<Vanished> together(Silence one) {
    return Vanished.with(one, nodes.list(), silences.list(), together);
  }

  /** The largest group that fell silent together, if it is too large. */
  public Optional<Vanished> largest(List<Node> all, List<Silence> silent) {
    return Vanished.largest(all, silent, together);
  }

  /**
   * True for one that is lost alone: nothing that fell silent soon before or after it is unknown
   * any more. True also for one that a person says is off. One that was among many has as much time
   * again once it is not: the others have come back, and it may be about to.
   */
  boolean mayBeRecovered(Silence one, Instant now) {
    if (one.confirmedOff()) return true;
    boolean lost = nodes.find(one.node()).filter(n -> n.health() == Health.LOST).isPresent();
    Instant alone = one.amongManyAt() == null ? one.since() : one.amongManyAt();
    return lost && now.isAfter(alone.plus(settled)) && together(one).isEmpty();
  }
}
