package dev.corral.ui.settings;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.corral.node.Firewall;
import dev.corral.node.Node;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.Optional;

/** Which nodes have rules of Corral's, and whether these are the right ones still. */
final class FirewallPart extends Div {
  private final SettingsView.Rooms rooms;

  FirewallPart(SettingsView.Rooms rooms) {
    this.rooms = rooms;
    setId("firewalls");
  }

  void refresh() {
    removeAll();
    add(new Paragraph(Words.of("settings.firewalls.text")));
    var nodes = rooms.nodes().list().stream().filter(Node::admitted).toList();
    if (nodes.isEmpty()) add(new Anchor("add-node", Words.of("node.add.first")));
    nodes.forEach(n -> add(row(n)));
  }

  private Div row(Node node) {
    Optional<Firewall> set = rooms.firewalls().of(node.name());
    Anchor link = new Anchor("nodes/" + node.name(), node.name().value());
    link.addClassName("cell-link");
    Div row = new Div(badge(node, set), link);
    row.addClassName("row");
    set.ifPresent(f -> row.add(new Span(Words.of("firewall." + f.kind().word()))));
    return row;
  }

  private Badge badge(Node node, Optional<Firewall> set) {
    if (set.isEmpty()) return new Badge(Tone.CALM, Words.of("firewall.none"));
    boolean current = rooms.firewalling().upToDate(node.name(), set.get());
    return new Badge(
        current ? Tone.GOOD : Tone.WARN,
        Words.of(current ? "firewall.current" : "firewall.outdated"));
  }
}
