package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.node.Node;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.power.PowerOffNode;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Words;

/** Asks before a node is switched off, and names what that means. */
final class PowerOffDialog extends Ask {
  PowerOffDialog(PowerOffNode powerOff, Node node) {
    super("power-off-dialog", Words.of("power-off.title", node.name().value()));
    fields(
        new Paragraph(Words.of("power-off.text", node.name().value())),
        new Paragraph(Words.of(node.mac() == null ? "power-off.by.hand" : "power-off.wakes")));
    onConfirm(
        Words.of("node.do.power-off"),
        () -> {
          Outcome outcome =
              powerOff.start(new Request(SignedIn.caller(), reason(), null, false), node.name());
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
  }
}
