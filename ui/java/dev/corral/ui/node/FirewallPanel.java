package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.corral.node.Firewall;
import dev.corral.node.Firewalling;
import dev.corral.node.Firewalls;
import dev.corral.operation.node.FirewallNode;
import dev.corral.shared.NodeName;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.Optional;
import org.springframework.stereotype.Component;

/** Who may come in to a node: what is set, and the way to the rules. */
final class FirewallPanel extends Div {
  /** What it needs. */
  @Component
  record Rooms(Firewalls firewalls, Firewalling firewalling, FirewallNode deed) {}

  /** Shown anew without a request, too: whoever looks at it is known by then. */
  FirewallPanel(Rooms rooms, NodeName node, boolean mayChange, Times times) {
    Optional<Firewall> set = rooms.firewalls().of(node);
    if (set.isEmpty()) add(new Paragraph(Words.of("firewall.unset")));
    else show(rooms, node, set.get(), times);
    if (mayChange) {
      add(
          new Action(
              "firewall-open",
              Words.of("firewall.open"),
              () -> new FirewallDialog(rooms, node).open(),
              ButtonVariant.LUMO_SMALL));
    }
  }

  private void show(Rooms rooms, NodeName node, Firewall firewall, Times times) {
    boolean current = rooms.firewalling().upToDate(node, firewall);
    Div standing =
        new Div(
            new Badge(
                current ? Tone.GOOD : Tone.WARN,
                Words.of(current ? "firewall.current" : "firewall.outdated")),
            new Span(Words.of("firewall." + firewall.kind().word())),
            times.span(firewall.appliedAt()));
    standing.addClassName("standing");
    Span kept = new Span(firewall.kept());
    kept.addClassName("muted");
    add(standing, kept);
  }
}
