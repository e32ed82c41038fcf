package dev.corral.ui.settings;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.corral.node.Firewall;
import dev.corral.node.Node;
import dev.corral.shared.NodeName;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.KeyedRows;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Optional;

/** Which nodes have rules of Corral's, and whether these are the right ones still. */
final class FirewallPart extends Div {
  private record Line(NodeName node, Optional<Firewall> set, boolean current) {}

  private final SettingsView.Rooms rooms;
  private final Anchor first = new Anchor("add-node", Words.of("node.add.first"));
  private final KeyedRows<Line, Div> rows;

  FirewallPart(SettingsView.Rooms rooms) {
    this.rooms = rooms;
    setId("firewalls");
    Div lines = new Div();
    rows = new KeyedRows<>(lines, Line::node, Div::new, FirewallPart::show);
    add(new Paragraph(Words.of("settings.firewalls.text")), first, lines);
  }

  void refresh() {
    List<Line> lines =
        rooms.nodes().list().stream().filter(Node::admitted).map(n -> line(n.name())).toList();
    first.setVisible(lines.isEmpty());
    rows.show(lines);
  }

  private Line line(NodeName node) {
    Optional<Firewall> set = rooms.firewalls().of(node);
    return new Line(node, set, set.filter(f -> rooms.firewalling().upToDate(node, f)).isPresent());
  }

  private static void show(Div row, Line line) {
    row.removeAll();
    row.addClassName("row");
    Anchor link = new Anchor("nodes/" + line.node(), line.node().value());
    link.addClassName("cell-link");
    row.add(badge(line), link);
    line.set().ifPresent(f -> row.add(new Span(Words.of("firewall." + f.kind().word()))));
  }

  private static Badge badge(Line line) {
    if (line.set().isEmpty()) return new Badge(Tone.CALM, Words.of("firewall.none"));
    return new Badge(
        line.current() ? Tone.GOOD : Tone.WARN,
        Words.of(line.current() ? "firewall.current" : "firewall.outdated"));
  }
}
