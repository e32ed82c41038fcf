package dev.corral.ui.node;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.router.BeforeEvent;
import com.vaadin.flow.router.HasUrlParameter;
import com.vaadin.flow.router.Route;
import dev.corral.audit.AuditTrail;
import dev.corral.base.Bases;
import dev.corral.base.Copy;
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
import dev.corral.ui.live.Live;
import dev.corral.ui.operation.OperationRows;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Facts;
import dev.corral.ui.part.KeyedRows;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** One node: what it is, how it is, and all that is there. */
@Route(value = "nodes", layout = MainLayout.class)
@PermitAll
public class NodeView extends Page implements HasUrlParameter<String> {
  private static final int LATEST = 8;

  /** So often a sample is added to the history. */
  private static final Duration A_MINUTE = Duration.ofMinutes(1);

  private static final int MOST_GUESTS = 1_000;
  private final Nodes nodes;
  private final Bases bases;
  private final Clones clones;
  private final Operations operations;
  private final AuditTrail audit;
  private final Times times;
  private final NodeButtons buttons;
  private final Badge health = new Badge();
  private final Badge availability = new Badge();
  private final Badge main = new Badge(Tone.CALM, Words.of("node.main"));
  private final Span evidence = new Span();
  private final Span seen = new Span();
  private final Panel facts = new Panel("node.facts");
  private final LoadBars bars;
  private final Panel load;
  private final Panel findings = new Panel("node.findings");
  private final Div guestList = new Div();
  private final KeyedRows<GuestRow.Shown, GuestRow> guestRows =
      new KeyedRows<>(guestList, g -> g.guest().id(), GuestRow::new, GuestRow::show);
  private final Panel guests = new Panel("guests", guestList);
  private final Div copyList = new Div();
  private final KeyedRows<Copy, CopyRow> copyRows;
  private final Panel copies = new Panel("node.copies", copyList);
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
    this.copyRows =
        new KeyedRows<>(
            copyList,
            c -> c.base() + " " + c.generation(),
            () -> new CopyRow(times),
            CopyRow::show);
    this.bars = new LoadBars(times);
    this.load = new Panel("node.load", bars);
    this.latest = new OperationRows(times);
    this.story = new AuditRows(times);
    actions(buttons);
    evidence.addClassName("muted");
    Div standing = new Div(health, availability, main, evidence, seen);
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
    live.refresh(this, Set.of("node"), A_MINUTE, () -> this.history.show(name));
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
    facts.show(NodeFacts.of(node), Facts::of);
    findings.show(node.findings().isEmpty() ? null : node.findings(), FindingList::new);
    load.setVisible(node.vitals() != null);
    if (node.vitals() != null) bars.show(node);
    firewall.show(
        node.admitted() ? FirewallPanel.standing(firewallRooms, name) : null,
        standing -> new FirewallPanel(firewallRooms, standing, mayChange, times));
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
    boolean admitted = node.admitted();
    health.show(
        admitted ? Tone.of(node.health()) : Tone.BUSY,
        admitted ? Words.of(node.health()) : Words.of("node.joining"));
    availability.show(Tone.of(node.availability()), Words.of(node.availability()));
    availability.setVisible(admitted);
    main.setVisible(node.main());
    evidence.setText(node.evidence());
    seen.removeAll();
    if (node.seenAt() != null) seen.add(times.ago(node.seenAt()));
  }

  private void showGuests(Node node) {
    List<Guest> all = node.vitals() == null ? List.of() : node.vitals().guests();
    Set<UUID> ours =
        clones.list(new Clones.Filter(null, name.value(), null, null), 0, MOST_GUESTS).stream()
            .map(Clone::id)
            .collect(Collectors.toSet());
    guests.setVisible(!all.isEmpty());
    guestRows.show(
        all.stream()
            .map(g -> new GuestRow.Shown(g, ours.contains(g.id()), node.health()))
            .toList());
  }

  private void showCopies() {
    List<Copy> here = bases.copies().stream().filter(c -> c.node().equals(name)).toList();
    copies.setVisible(!here.isEmpty());
    copyRows.show(here);
  }
}
