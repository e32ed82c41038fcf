package dev.corral.operation.base;

import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.node.Health;
import dev.corral.node.Nodes;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.scheduling.annotation.Scheduled;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Starts verifications by itself: of the copy that nobody has looked at for the longest time, one
 * at a time.
 */
@Component
class Verifications {
  private static final Logger log = LoggerFactory.getLogger(Verifications.class);
  private final VerifyCopy verifyCopy;
  private final Copies copies;
  private final Nodes nodes;
  private final Operations operations;
  private final TransactionTemplate transaction;
  private final Clock clock;
  private final Duration every;

  Verifications(
      VerifyCopy verifyCopy,
      Copies copies,
      Nodes nodes,
      Operations operations,
      TransactionTemplate transaction,
      Clock clock,
      @Value("${corral.verify.every}") Duration every) {
    this.verifyCopy = verifyCopy;
    this.copies = copies;
    this.nodes = nodes;
    this.operations = operations;
    this.transaction = transaction;
    this.clock = clock;
    this.every = every;
  }

  @Scheduled(fixedDelayString = "${corral.monitor.every}")
  void verifyTheOldest() {
    if (every.isZero()) return;
    try {
      transaction.executeWithoutResult(status -> startOne(clock.instant()));
    } catch (Refused otherwiseBusy) {
      log.info("no verification started: {}", otherwiseBusy.detail());
    }
  }

  /**
   * Several instances of Corral may look at once: the later one sees what the first has started.
   */
  private void startOne(Instant now) {
    operations.startAlone(VerifyCopy.KIND, "by itself");
    boolean busy =
        operations.open(VerifyCopy.KIND).stream()
            .anyMatch(o -> o.state() != Operation.State.INCIDENT);
    if (busy) return;
    for (Copy copy : copies.longestUnverified()) {
      if (!old(copy.verifiedAt(), now)) return;
      boolean up = nodes.find(copy.node()).filter(n -> n.health() == Health.UP).isPresent();
      if (!up || !old(lastTried(copy), now)) continue;
      verifyCopy.start(copy, reason(copy));
      return;
    }
  }

  private boolean old(Instant moment, Instant now) {
    return moment == null || moment.plus(every).isBefore(now);
  }

  /** One that was cancelled, or waits for a person, is not begun again at once. */
  private Instant lastTried(Copy copy) {
    return operations
        .list(
            new Operations.Filter(
                VerifyCopy.KIND, null, VerifyCopy.subject(copy), null, null, null, null),
            0,
            1)
        .stream()
        .findFirst()
        .map(Operation::startedAt)
        .orElse(null);
  }

  private static String reason(Copy copy) {
    return Optional.ofNullable(copy.verifiedAt())
        .map(at -> "verified last on " + at.atZone(ZoneOffset.UTC).toLocalDate())
        .orElse("never verified");
  }
}
