package dev.corral.operation.desk;

import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.shared.Bytes;
import dev.corral.storage.AsideItem;
import dev.corral.storage.Purged;
import java.time.Clock;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/** Writes an audit row for each disk that is deleted after it was set aside. */
@Component
class Purges {
  private final Operations operations;
  private final AuditTrail audit;
  private final Clock clock;

  Purges(Operations operations, AuditTrail audit, Clock clock) {
    this.operations = operations;
    this.audit = audit;
    this.clock = clock;
  }

  @EventListener
  void purged(Purged purged) {
    Operation operation = operations.get(purged.operation());
    AsideItem item = purged.item();
    audit.add(
        AuditEntry.command(
                clock.instant(),
                operation.startedBy(),
                operation.reason(),
                operation.id(),
                operation.kind(),
                "PURGED",
                null,
                "deleted %s of %s, set aside at %s: %s"
                    .formatted(new Bytes(item.bytes()), item.cloneName(), item.since(), item.why()))
            .about(item.node().value(), null, item.cloneName()));
  }
}
