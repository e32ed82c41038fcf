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

/** Asks before the guest that a drain waits for is left where it is. */
final class SkipDialog extends Ask {
  SkipDialog(Interventions interventions, Operation o) {
    super("skip-dialog", Words.of("skip.title", Kinds.title(o)));
    fields(new Paragraph(Words.of("skip.text")));
    onConfirm(
        Words.of("skip"),
        () -> {
          interventions.skip(new Request(SignedIn.caller(), reason(), null, false), o.id());
          Notices.done("skip.done");
        },
        ButtonVariant.LUMO_PRIMARY);
  }
}
