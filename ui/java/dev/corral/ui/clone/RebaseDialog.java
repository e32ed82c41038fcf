package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import dev.corral.clone.ListedClone;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;

/** Asks before clones are put onto the generation that new clones get. */
final class RebaseDialog extends ManyDialog {
  RebaseDialog(CloneDeeds deeds, List<ListedClone> chosen) {
    super(deeds, CloneDeed.REBASE, chosen);
    Checkbox discard = new Checkbox(Words.of("rebase.discard"));
    discard.setId("rebase-discard");
    discard.setHelperText(Words.of("rebase.discard.help"));
    Paragraph loudly = about("rebase.discard.text", fit());
    loudly.setVisible(false);
    consequences("rebase.text", discard, loudly);
    discard.addValueChangeListener(e -> loudly.setVisible(e.getValue()));
    onConfirm(
        (request, name) -> deeds.rebase().start(request, name, null, discard.getValue()),
        ButtonVariant.LUMO_PRIMARY);
    if (fit().size() != 1) return;
    plan(
        () -> {
          Map<String, Object> found =
              deeds
                  .rebase()
                  .start(
                      new Request(SignedIn.caller(), null, null, true),
                      fit().get(0).name(),
                      null,
                      discard.getValue())
                  .plan()
                  .details();
          return new Span(
              Words.of("rebase.plan", found.get("from"), found.get("to"), found.get("disk")));
        });
    discard.addValueChangeListener(e -> replan());
    replan();
  }
}
