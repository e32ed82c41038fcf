package dev.corral.ui.operation;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.textfield.PasswordField;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationStep;
import dev.corral.engine.Operations;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Onboarding;
import dev.corral.operation.desk.Interventions;
import dev.corral.operation.desk.Interventions.Mended;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.OnboardNode;
import dev.corral.security.SignedIn;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Asks for what was mended, where Corral must be told, and lets the failed step run again. */
final class RetryDialog extends Ask {
  private final Parts parts;
  private final Checkbox confirmed = new Checkbox(Words.of("retry.confirmed"));
  private final PasswordField password = new PasswordField(Words.of("password.once"));
  private String fingerprint;

  /** What it needs of the rooms. */
  record Parts(
      Operations operations,
      Nodes nodes,
      Onboarding onboarding,
      OnboardNode onboardNode,
      Interventions interventions) {}

  RetryDialog(Parts parts, Operation o) {
    super("retry-dialog", Words.of("retry.title", Kinds.title(o)));
    this.parts = parts;
    confirmed.setId("retry-confirmed");
    password.setId("retry-password");
    password.setHelperText(Words.of("password.once.help"));
    fields(asked(o).toArray(Component[]::new));
    onConfirm(Words.of("retry"), () -> retry(o), ButtonVariant.LUMO_PRIMARY);
  }

  private List<Component> asked(Operation o) {
    Set<String> codes =
        o.steps().stream()
            .filter(s -> s.state() != OperationStep.State.DONE && s.error() != null)
            .map(s -> s.error().code())
            .collect(Collectors.toSet());
    List<Component> asked = new ArrayList<>();
    asked.add(new Paragraph(Words.of("retry.text")));
    if (codes.contains("HOST_KEY_UNKNOWN") || codes.contains("HOST_KEY_CHANGED"))
      asked.addAll(hostKey(o));
    if (codes.contains("LOGIN_REFUSED") || codes.contains("KEY_NOT_INSTALLED")) {
      Pre line = new Pre(parts.onboarding().keyCommand());
      asked.addAll(List.of(password, new Paragraph(Words.of("password.or.line")), line));
    }
    return asked;
  }

  private List<Component> hostKey(Operation o) {
    Node node = parts.nodes().get(new NodeName(o.node()));
    fingerprint =
        parts
            .onboardNode()
            .fingerprint(Request.by(SignedIn.caller()), node.address(), node.sshPort());
    return List.of(
        new Paragraph(Words.of("fingerprint.compare", node.address())),
        new Pre(fingerprint),
        new Paragraph(Words.of("wizard.who.command")),
        new Pre(Words.of("fingerprint.command")),
        confirmed);
  }

  private void retry(Operation o) {
    if (fingerprint != null && !confirmed.getValue()) {
      throw Refused.invalid(
          "NOT_CONFIRMED", Words.of("retry.unconfirmed"), Words.of("retry.unconfirmed.fix"));
    }
    parts
        .interventions()
        .retry(
            new Request(SignedIn.caller(), reason(), null, false),
            o.id(),
            new Mended(fingerprint, password.isEmpty() ? null : password.getValue()));
    Notices.done("retry.done");
  }
}
