package dev.corral.ui.node;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import dev.corral.audit.AuditTrail;
import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.engine.Operations;
import dev.corral.node.LoadHistory;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.security.SignedIn;
import dev.corral.shared.Guest;
import dev.corral.shared.NodeName;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.audit.AuditRows;
import dev.corral.ui.operation.OperationRows;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Live;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One node: what it is, how it is, and all that is there. */
@Route(value = "nodes", layout = MainLayout.class)
@PermitAll
public class NodeView extends Page implements HasUrlParameter<String> {
  private static final int LATEST = 8;
  private static final int MOST_GUESTS = 1_000;
  private final Nodes nodes;
  private final Bases bases;
  private final Clones clones;
  private final Operations operations;
  private final AuditTrail audit;
  private final Times times;
  private final NodeButtons buttons;
  private final Div standing = new Div();
  private final Panel facts = new Panel("node.facts");
  private final Panel load = new Panel("node.load");
  private final Panel findings = new Panel("node.findings");
  private final Panel guests = new Panel("guests");
  private final Panel copies = new Panel("node.copies");
  private final Panel firewall = new Panel("firewall");
  private final FirewallPanel.Rooms firewallRooms;
  private final boolean mayChange = SignedIn.caller().may(Role.ADMIN);
  private final StoragePanel storage;
  private final HistoryPanel history;
  private final OperationRows latest;
  private final AuditRows story;
  private NodeName name;

  NodeView(
      Nodes nodes,
      Bases bases,
      Clones clones,
      Operations operations,
      AuditTrail audit,
      NodeDeeds deeds,
      FirewallPanel.Rooms firewallRooms,
      StoragePanel.Rooms storageRooms,
      LoadHistory history,
      Clock clock,
      Live live,
      Times times) {
    super("title.node");
    this.firewallRooms = firewallRooms;
    this.nodes = nodes;
    this.bases = bases;
    this.clones = clones;
    this.operations = operations;
    this.audit = audit;
    this.times = times;
    this.buttons = new NodeButtons(deeds, clones);
    this.latest = new OperationRows(times);
    this.story = new AuditRows(times);
    actions(buttons);
    standing.addClassName("standing");
    this.history = new HistoryPanel(history, clock);
    this.storage = new StoragePanel(storageRooms, mayChange);
    Div panels =
        new Div(
            load,
            new Panel("node.history", this.history),
            facts,
            findings,
            guests,
            copies,
            new Panel("storage", storage),
            firewall,
            new Panel("operations", latest),
            new Panel("audit", story));
    panels.addClassName("panels");
    add(standing, panels);
    live.refresh(this, Set.of("node", "firewall"), this::refresh);
    live.refresh(this, Set.of("clone"), () -> showGuests(nodes.get(name)));
    live.refresh(this, Set.of("base_copy"), this::showCopies);
    live.refresh(this, Set.of("operation"), this::showStory);
    live.refresh(this, Set.of(), () -> this.history.show(name)); // each minute brings a sample
  }

  @Override
  public void setParameter(BeforeEvent event, String parameter) {
    name = nodes.get(new NodeName(parameter)).name();
    title(name.value());
  }

  private void refresh() {
    Node node = nodes.get(name);
    buttons.show(node);
    storage.show(name);
    showStanding(node);
    facts.show(NodeFacts.of(node));
    if (node.findings().isEmpty()) findings.show();
    else findings.show(new FindingList(node.findings()));
    if (node.vitals() == null) load.show();
    else load.show(new LoadBars(node, times));
    if (node.admitted()) firewall.show(new FirewallPanel(firewallRooms, name, mayChange, times));
    else firewall.show();
  }

  private void showStory() {
    String n = name.value();
    latest.show(
        operations.list(new Operations.Filter(null, null, null, n, null, null, null), 0, LATEST));
    story.show(
        audit.find(new AuditTrail.Filter(n, null, null, null, null, null, null, null), 0, LATEST),
        "audit?node=" + n);
  }

  private void showStanding(Node node) {
    standing.removeAll();
    if (!node.admitted()) standing.add(new Badge(Tone.BUSY, Words.of("node.joining")));
    else {
      standing.add(
          new Badge(Tone.of(node.health()), Words.of(node.health())),
          new Badge(Tone.of(node.availability()), Words.of(node.availability())));
    }
    if (node.main()) standing.add(new Badge(Tone.CALM, Words.of("node.main")));
    Span evidence = new Span(node.evidence());
    evidence.addClassName("muted");
    standing.add(evidence, times.span(node.seenAt()));
  }

  private void showGuests(Node node) {
    List<Guest> all = node.vitals() == null ? List.of() : node.vitals().guests();
    Set<UUID> ours =
        clones.list(new Clones.Filter(null, name.value(), null, null), 0, MOST_GUESTS).stream()
            .map(Clone::id)
            .collect(Collectors.toSet());
    guests.show(
        all.stream()
            .map(g -> new GuestRow(g, ours.contains(g.id()), node.health()))
            .toArray(GuestRow[]::new));
  }

  private void showCopies() {
    copies.show(
        bases.copies().stream()
            .filter(c -> c.node().equals(name))
            .map(c -> new CopyRow(c, times))
            .toArray(CopyRow[]::new));
  }
}
