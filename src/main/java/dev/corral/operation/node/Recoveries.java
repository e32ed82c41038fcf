package dev.corral.operation.node;

import dev.corral.engine.Operations;
import dev.corral.node.NodeObserved;
import dev.corral.node.Silence;
import dev.corral.node.Silences;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.context.event.EventListener;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;

/**
 * Starts the recovery of nodes that are lost, and of those that come back: once for each silence.
 */
@Component
class Recoveries {
  private static final Logger log = LoggerFactory.getLogger(Recoveries.class);
  private final RecoverNode recoverNode;
  private final Silences silences;
  private final Vanishing vanishing;
  private final Operations operations;
  private final Clock clock;

  Recoveries(
      RecoverNode recoverNode,
      Silences silences,
      Vanishing vanishing,
      Operations operations,
      Clock clock) {
    this.recoverNode = recoverNode;
    this.silences = silences;
    this.vanishing = vanishing;
    this.operations = operations;
    this.clock = clock;
  }

  @Scheduled(fixedDelayString = "${corral.monitor.every}")
  void recoverTheLost() {
    for (Silence silence : silences.list()) {
      if (vanishing.together(silence).isPresent())
        silences.amongMany(silence.node(), clock.instant());
      if (silence.recovery() != null || !vanishing.mayBeRecovered(silence, clock.instant()))
        continue;
      start(
          silence.node(),
          silence.confirmedOff() ? "a person has confirmed that it is off" : "it is lost");
    }
  }

  /**
   * What a person has confirmed to be off, and is back, is compared with what was done without it.
   */
  @EventListener
  void observed(NodeObserved seen) {
    if (silences.find(seen.node()).filter(Silence::confirmedOff).isPresent())
      start(seen.node(), "it is back");
  }

  private void start(NodeName node, String reason) {
    if (operations.isOpen(RecoverNode.KIND, node.value())) return;
    try {
      recoverNode.start(node, reason);
    } catch (Refused otherInstance) {
      log.info("recovery of {} not started: {}", node, otherInstance.detail());
    }
  }
}
