package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.textfield.IntegerField;
import dev.corral.clone.Clone;
import dev.corral.operation.Request;
import dev.corral.operation.StopClone;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;

/** Asks how long a guest may take to shut down, and what then. */
final class StopDialog extends Ask {
  private static final int USUAL = 120;
  private static final int LONGEST = 24 * 60 * 60;

  StopDialog(StopClone stop, Clone clone) {
    super("stop-dialog", Words.of("stop.title", clone.name().value()));
    IntegerField seconds = new IntegerField(Words.of("stop.seconds"));
    seconds.setId("stop-seconds");
    seconds.setValue(USUAL);
    seconds.setMin(0);
    seconds.setMax(LONGEST);
    seconds.setStepButtonsVisible(true);
    Checkbox force = new Checkbox(Words.of("stop.force"));
    force.setId("stop-force");
    force.setHelperText(Words.of("stop.force.help"));
    fields(
        new Paragraph(Words.of(clone.isVolatile() ? "stop.volatile" : "stop.text")),
        seconds,
        force);
    onConfirm(
        Words.of("clone.do.stop"),
        () -> {
          Request request = new Request(SignedIn.caller(), reason(), null, false);
          stop.start(request, clone.name(), seconds.getValue(), force.getValue());
          Notices.done("clone.do.stop.done", clone.name().value());
        },
        ButtonVariant.LUMO_PRIMARY);
  }
}
