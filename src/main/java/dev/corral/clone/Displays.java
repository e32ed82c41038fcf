package dev.corral.clone;

import dev.corral.host.Hypervisor;
import dev.corral.host.Screens;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Display;
import dev.corral.shared.Guest;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;

/** The displays of the clones that run, and tickets for them. */
@Service
public class Displays {
  private final Clones clones;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final Screens screens;
  private final Clock clock;
  private final Duration lasts;

  Displays(
      Clones clones,
      Nodes nodes,
      Hypervisor hypervisor,
      Screens screens,
      Clock clock,
      @Value("${corral.display.ticket}") Duration lasts) {
    this.clones = clones;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.screens = screens;
    this.clock = clock;
    this.lasts = lasts;
  }

  /** Where it is. Refused (CLONE_OFF) if the clone does not run, (NO_DISPLAY) if it has none. */
  public Display of(CloneName name) {
    Clone clone = running(name);
    return screens
        .of(nodes.endpoint(clone.home()), clone.id())
        .orElseThrow(() -> withoutDisplay(clone));
  }

  /** A new password for it, which ends those before it. Refused as {@link #of} is. */
  public Ticket ticket(CloneName name) {
    Clone clone = running(name);
    return screens
        .admit(nodes.endpoint(clone.home()), clone.id(), lasts)
        .map(a -> new Ticket(name, a.display(), a.password(), clock.instant().plus(lasts)))
        .orElseThrow(() -> withoutDisplay(clone));
  }

  private Clone running(CloneName name) {
    Clone clone = clones.get(name);
    boolean runs =
        clone.home() != null
            && hypervisor
                .guest(nodes.endpoint(clone.home()), clone.id())
                .filter(Guest::running)
                .isPresent();
    if (runs) return clone;
    throw Refused.conflict(
            "CLONE_OFF", name + " does not run, so there is nothing to see", "start it first")
        .with("clone", name);
  }

  private static Refused withoutDisplay(Clone clone) {
    return Refused.invalid(
            "NO_DISPLAY",
            clone.name() + " has no display: the golden machine of " + clone.base() + " has none",
            "give the golden machine a display (graphics of type vnc or spice), and make a new generation of the base")
        .with("clone", clone.name())
        .with("base", clone.base());
  }
}
