package dev.corral.operation.clone;

import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.clone.Displays;
import dev.corral.clone.Ticket;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Request;
import dev.corral.shared.CloneName;
import dev.corral.shared.Display;
import dev.corral.shared.Role;
import java.time.Clock;
import org.springframework.stereotype.Component;

/** Lets people see and use a clone: no operation, since it is done at once, but in the audit. */
@Component
public class OpenDisplay {
  static final String KIND = "open-display";
  private final Gate gate;
  private final Clones clones;
  private final Displays displays;
  private final Reach reach;
  private final AuditTrail audit;
  private final Clock clock;

  OpenDisplay(
      Gate gate, Clones clones, Displays displays, Reach reach, AuditTrail audit, Clock clock) {
    this.gate = gate;
    this.clones = clones;
    this.displays = displays;
    this.reach = reach;
    this.audit = audit;
    this.clock = clock;
  }

  /** Where it is. Refused (CLONE_OFF, NO_DISPLAY, NODE_LOST) if there is nothing to see. */
  public Display of(CloneName name) {
    reach.demand(clones.get(name));
    return displays.of(name);
  }

  /** A ticket for it; the audit says who got one, not what is on it. Refused as {@link #of} is. */
  public Ticket ticket(Request request, CloneName name) {
    return gate.allow(
        request,
        Role.OPERATOR,
        KIND,
        () -> {
          Clone clone = clones.get(name);
          reach.demand(clone);
          Ticket ticket = displays.ticket(name);
          audit.addAlways(
              AuditEntry.command(
                      clock.instant(),
                      request.caller().name(),
                      request.reason(),
                      null,
                      KIND,
                      "DONE",
                      null,
                      "a ticket for the %s display of %s on %s, good until %s"
                          .formatted(ticket.display().type(), name, clone.home(), ticket.until()))
                  .about(clone.home().value(), clone.base().value(), name.value()));
          return ticket;
        });
  }
}
