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

  /** What is shown of a node's rules: none, or these, and whether they are the right ones still. */
  record Standing(NodeName node, Optional<Firewall> set, boolean current) {}

  static Standing standing(Rooms rooms, NodeName node) {
    Optional<Firewall> set = rooms.firewalls().of(node);
    return new Standing(
        node, set, set.filter(f -> rooms.firewalling().upToDate(node, f)).isPresent());
  }

  /** Shown anew without a request, too: whoever looks at it is known by then. */
  FirewallPanel(Rooms rooms, Standing standing, boolean mayChange, Times times) {
    if (standing.set().isEmpty()) add(new Paragraph(Words.of("firewall.unset")));
    else show(standing.set().get(), standing.current(), times);
    if (mayChange) {
      add(
          new Action(
              "firewall-open",
              Words.of("firewall.open"),
              () -> new FirewallDialog(rooms, standing.node()).open(),
              ButtonVariant.LUMO_SMALL));
    }
  }

  private void show(Firewall firewall, boolean current, Times times) {
    Div standing =
        new Div(
            new Badge(
                current ? Tone.GOOD : Tone.WARN,
                Words.of(current ? "firewall.current" : "firewall.outdated")),
            new Span(Words.of("firewall." + firewall.kind().word())),
            times.ago(firewall.appliedAt()));
    standing.addClassName("standing");
    Span kept = new Span(firewall.kept());
    kept.addClassName("muted");
    add(standing, kept);
  }
}
