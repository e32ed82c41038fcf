package dev.corral.ui.node;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.TextArea;
import com.vaadin.flow.router.Route;
import dev.corral.engine.Operations;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.OnboardNode;
import dev.corral.security.SignedIn;
import dev.corral.shared.Caller;
import dev.corral.shared.NodeName;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.OneByOne;
import dev.corral.ui.part.OneByOne.News;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.RolesAllowed;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;

/** Leads many hosts in at once: one whose line, key or onboarding fails holds up no other. */
@Route(value = "add-nodes", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class AddNodesView extends Page {
  private final OnboardNode onboardNode;
  private final Operations operations;
  private final Nodes nodes;
  private final OneByOne oneByOne;
  private final TextArea list = new TextArea(Words.of("wizard.many.list"));
  private final Div rows = new Div();
  private final NewNodeOptions options = new NewNodeOptions();
  private final Pre keyLine = new Pre();
  private final Action all;
  private final Action start;
  private final Panel who;
  private final Panel how;
  private List<NewNodeRow> hosts = List.of();

  AddNodesView(
      OnboardNode onboardNode, Operations operations, Nodes nodes, OneByOne oneByOne, Live live) {
    super("wizard.many");
    this.onboardNode = onboardNode;
    this.operations = operations;
    this.nodes = nodes;
    this.oneByOne = oneByOne;
    list.setId("nodes-list");
    list.setPlaceholder("n4,10.0.0.4\nn5,10.0.0.5,52:54:00:12:34:56,rack=a");
    list.setHelperText(Words.of("wizard.many.help"));
    list.setMinRows(4);
    list.setWidthFull();
    rows.setId("new-nodes");
    keyLine.setId("key-line");
    all = new Action("confirm-all", Words.of("wizard.many.all"), this::confirmAll);
    start =
        new Action(
            "start-all", Words.of("wizard.many.start", 0), this::begin, ButtonVariant.LUMO_PRIMARY);
    who =
        new Panel(
            "wizard.many.who",
            new Paragraph(Words.of("wizard.many.who.text")),
            new Pre(Words.of("fingerprint.command")),
            rows,
            all);
    how =
        new Panel(
            "wizard.how",
            new Paragraph(Words.of("wizard.many.how")),
            options.password(),
            new Paragraph(Words.of("password.or.line")),
            keyLine,
            options,
            start);
    who.setVisible(false);
    how.setVisible(false);
    Action look =
        new Action(
            "look-all", Words.of("wizard.many.look"), this::look, ButtonVariant.LUMO_PRIMARY);
    Div steps = new Div(new Panel("wizard.many.where", list, look), who, how);
    steps.addClassName("wizard");
    add(steps);
    live.refresh(this, Set.of("operation", "step_attempt", "node"), this::refresh);
  }

  private static Request request(Caller caller, boolean dryRun) {
    return new Request(caller, null, null, dryRun);
  }

  /** Asks every host for its key, beside each other; each line says what came of it. */
  private void look() {
    hosts = NodeLine.read(list.getValue()).stream().map(NewNodeRow::new).toList();
    rows.removeAll();
    hosts.forEach(rows::add);
    hosts.forEach(h -> h.whenConfirmed(this::count));
    who.setVisible(!hosts.isEmpty());
    count();
    Caller caller = SignedIn.caller();
    Consumer<NewNodeRow> ask =
        host -> {
          var key =
              onboardNode.start(request(caller, true), host.wanted(null, null)).plan().details();
          host.answered(
              String.valueOf(key.get("hostKeyFingerprint")), String.valueOf(key.get("keyCommand")));
        };
    beside(hosts.stream().filter(h -> h.line().problem() == null).toList(), ask);
  }

  private void begin() {
    Caller caller = SignedIn.caller();
    String password = options.password().isEmpty() ? null : options.password().getValue();
    var extras = options.extras();
    beside(
        hosts.stream().filter(NewNodeRow::confirmed).toList(),
        host ->
            host.begun(
                onboardNode
                    .start(request(caller, false), host.wanted(password, extras))
                    .operation()));
    options.password().clear();
  }

  private void beside(List<NewNodeRow> some, Consumer<NewNodeRow> command) {
    for (NewNodeRow host : some)
      oneByOne.run(UI.getCurrent(), List.of(host), command, (News<NewNodeRow> n) -> told(host, n));
  }

  private void told(NewNodeRow host, News<NewNodeRow> news) {
    if (news.refusals().isEmpty()) {
      if (host.waits()) host.showKey();
      else refresh();
    } else host.failed(news.refusals().get(0).problem());
    count();
  }

  private void confirmAll() {
    hosts.forEach(NewNodeRow::confirm);
  }

  private void count() {
    long confirmed = hosts.stream().filter(NewNodeRow::confirmed).count();
    hosts.stream()
        .filter(NewNodeRow::waits)
        .findFirst()
        .ifPresent(h -> keyLine.setText(h.keyLine()));
    how.setVisible(hosts.stream().anyMatch(NewNodeRow::waits));
    all.setVisible(hosts.stream().anyMatch(h -> h.waits() && !h.confirmed()));
    start.setText(Words.of("wizard.many.start", confirmed));
    start.setEnabled(confirmed > 0);
  }

  private void refresh() {
    for (NewNodeRow host : hosts) {
      if (host.operation() == null) continue;
      operations
          .find(host.operation())
          .ifPresent(o -> host.show(o, nodes.find(new NodeName(host.line().name())).orElse(null)));
    }
  }
}
