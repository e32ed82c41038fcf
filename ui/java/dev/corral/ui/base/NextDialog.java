package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.radiobutton.RadioButtonGroup;
import dev.corral.base.Base;
import dev.corral.operation.base.PrepareBase;
import dev.corral.ui.part.Words;
import java.util.Map;

/** Asks for the next generation of a base: for new clones at once, or held back. */
final class NextDialog extends BaseDialog {
  NextDialog(PrepareBase prepare, Base base) {
    super("next-dialog", Words.of("next.title", base.name().value()));
    RadioButtonGroup<Boolean> release = new RadioButtonGroup<>(Words.of("next.release"));
    release.setId("next-release");
    release.setItems(true, false);
    release.setItemLabelGenerator(now -> Words.of(now ? "next.now" : "next.held"));
    release.setValue(true);
    fields(new Paragraph(Words.of("next.text", base.domain())), release);
    plan(
        () -> {
          Map<String, Object> found =
              dryRun(r -> prepare.startNext(r, base.name(), release.getValue()));
          return new Paragraph(Words.of("next.plan", found.get("domain"), found.get("node")));
        });
    onConfirm(
        Words.of("base.next"),
        () -> begin(r -> prepare.startNext(r, base.name(), release.getValue())),
        ButtonVariant.LUMO_PRIMARY);
    replan();
  }
}
