package dev.corral.ui.operation;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.engine.Operation;
import dev.corral.operation.desk.Interventions;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;

/** Asks before an operation is cancelled, and names what that means. */
final class CancelDialog extends Ask {
  CancelDialog(Interventions interventions, Operation o) {
    super("cancel-dialog", Words.of("cancel.title", Kinds.title(o)));
    fields(new Paragraph(Words.of("cancel." + o.kind())), new Paragraph(Words.of("cancel.audit")));
    onConfirm(
        Words.of("cancel.operation"),
        () -> {
          interventions.cancel(new Request(SignedIn.caller(), reason(), null, false), o.id());
          Notices.done("cancel.done");
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
  }
}
