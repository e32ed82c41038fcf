package dev.corral.ui.audit;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import dev.corral.audit.AuditEntry;
import dev.corral.ui.part.Facts;
import dev.corral.ui.part.Times;

/** All that one row of the trail says. */
final class AuditDetails extends Div {
  AuditDetails(AuditEntry e, Times times) {
    addClassName("details");
    Facts facts =
        new Facts()
            .with("audit.when", times.exact(e.at()))
            .with("actor", e.actor())
            .with("reason", e.reason())
            .with("node", e.node())
            .with("base", e.base())
            .with("clone", e.cloneName())
            .with("audit.detail", e.detail())
            .with("audit.fix", e.fix());
    if (e.startedAt() != null) facts.with("operation.lasted", times.amount(e.startedAt(), e.at()));
    if (e.operation() != null)
      facts.with("operation", new Anchor("operations/" + e.operation(), e.operation()));
    add(facts);
  }
}
