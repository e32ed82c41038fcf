package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.clone.Clone;
import dev.corral.operation.RemoveClone;
import dev.corral.operation.Request;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;

/** Asks before a clone is removed, and names what is lost. */
final class RemoveDialog extends Ask {
  RemoveDialog(RemoveClone remove, Clone clone) {
    super("remove-dialog", Words.of("remove.title", clone.name().value()));
    Checkbox force = new Checkbox(Words.of("remove.force"));
    force.setId("remove-force");
    force.setVisible(clone.state() == Clone.State.RUNNING);
    fields(new Paragraph(Words.of("remove.text")), force);
    onConfirm(
        Words.of("clone.do.remove"),
        () -> {
          Request request = new Request(SignedIn.caller(), reason(), null, false);
          remove.start(request, clone.name(), force.getValue());
          Notices.done("clone.do.remove.done", clone.name().value());
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
  }
}
