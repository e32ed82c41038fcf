package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.IntegerField;
import com.vaadin.flow.component.textfield.TextField;
import com.vaadin.flow.router.Route;
import com.vaadin.flow.router.RouterLink;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.NewNode;
import dev.corral.operation.node.OnboardNode;
import dev.corral.security.SignedIn;
import dev.corral.shared.Refused;
import dev.corral.ui.MainLayout;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.RolesAllowed;
import java.util.Map;

/** Leads a host in: where it is, whether it is the right one, how Corral gets its key there. */
@Route(value = "add-node", layout = MainLayout.class)
@RolesAllowed("ADMIN")
public class AddNodeView extends Page {
  private final OnboardNode onboardNode;
  private final TextField name = new TextField(Words.of("node.name"));
  private final TextField address = new TextField(Words.of("node.address"));
  private final IntegerField port = new IntegerField(Words.of("node.port"));
  private final TextField user = new TextField(Words.of("node.user"));
  private final Checkbox main = new Checkbox(Words.of("node.main.check"));
  private final NewNodeOptions options = new NewNodeOptions();
  private final Checkbox confirmed = new Checkbox(Words.of("retry.confirmed"));
  private final Pre fingerprint = new Pre();
  private final Pre keyLine = new Pre();
  private final Panel where;
  private final Panel who;
  private final Panel how;

  AddNodeView(OnboardNode onboardNode, Nodes nodes) {
    super("node.add");
    this.onboardNode = onboardNode;
    configureFields(nodes);
    this.where =
        new Panel(
            "wizard.where",
            form(name, address, port, user),
            main,
            new Action("look", Words.of("wizard.look"), this::showKey, ButtonVariant.LUMO_PRIMARY));
    this.who =
        new Panel(
            "wizard.who",
            new Paragraph(Words.of("wizard.who.text")),
            fingerprint,
            new Paragraph(Words.of("wizard.who.command")),
            new Pre(Words.of("fingerprint.command")),
            confirmed);
    this.how =
        new Panel(
            "wizard.how",
            new Paragraph(Words.of("wizard.how.text")),
            options.password(),
            new Paragraph(Words.of("password.or.line")),
            keyLine,
            options,
            new Action(
                "start-onboarding",
                Words.of("wizard.start"),
                this::begin,
                ButtonVariant.LUMO_PRIMARY));
    who.setVisible(false);
    how.setVisible(false);
    confirmed.addValueChangeListener(e -> how.setVisible(e.getValue()));
    Div steps = new Div(where, who, how);
    steps.addClassName("wizard");
    RouterLink many = new RouterLink(Words.of("wizard.many"), AddNodesView.class);
    many.addClassName("button-link");
    actions(many);
    add(steps);
  }

  private void configureFields(Nodes nodes) {
    name.setId("node-name");
    name.setHelperText(Words.of("name.help"));
    address.setId("node-address");
    address.setHelperText(Words.of("node.address.help"));
    port.setId("node-port");
    port.setValue(22);
    user.setId("node-user");
    user.setValue("root");
    main.setId("node-main");
    main.setVisible(nodes.findMain().isEmpty());
    main.setValue(main.isVisible());
    main.setHelperText(Words.of("node.main.help"));
    fingerprint.setId("fingerprint");
    confirmed.setId("fingerprint-confirmed");
    keyLine.setId("key-line");
    name.focus();
    name.addValueChangeListener(e -> hide());
    address.addValueChangeListener(e -> hide());
    port.addValueChangeListener(e -> hide());
    user.addValueChangeListener(e -> hide());
  }

  /** What was confirmed holds for one address only. */
  private void hide() {
    confirmed.setValue(false);
    who.setVisible(false);
    how.setVisible(false);
  }

  private static Div form(com.vaadin.flow.component.Component... fields) {
    Div form = new Div(fields);
    form.addClassName("form-row");
    return form;
  }

  private void showKey() {
    hide();
    Outcome shown = onboardNode.start(request(true), wanted());
    Map<String, Object> details = shown.plan().details();
    fingerprint.setText(details.get("hostKeyType") + "  " + details.get("hostKeyFingerprint"));
    keyLine.setText(String.valueOf(details.get("keyCommand")));
    who.setVisible(true);
    who.scrollIntoView();
  }

  private void begin() {
    if (!confirmed.getValue())
      throw Refused.invalid(
          "NOT_CONFIRMED", Words.of("retry.unconfirmed"), Words.of("retry.unconfirmed.fix"));
    Outcome outcome = onboardNode.start(request(false), wanted());
    options.password().clear();
    getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
  }

  private static Request request(boolean dryRun) {
    return new Request(SignedIn.caller(), null, null, dryRun);
  }

  private NewNode wanted() {
    String shown = fingerprint.getText();
    return new NewNode(
        name.getValue().strip(),
        address.getValue().strip(),
        port.getValue(),
        user.isEmpty() ? null : user.getValue().strip(),
        confirmed.getValue() ? shown.substring(shown.indexOf("SHA256:")) : null,
        options.password().isEmpty() ? null : options.password().getValue(),
        main.getValue(),
        null,
        null,
        options.extras());
  }
}
