package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.operation.base.RollbackBase;
import dev.corral.shared.BaseName;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;

/** Asks before new clones get another generation than now. */
final class RollbackDialog extends BaseDialog {
  RollbackDialog(RollbackBase rollback, BaseName base, int generation) {
    super("rollback-dialog", Words.of("rollback.title", base.value(), generation));
    fields(new Paragraph(Words.of("rollback.text")));
    plan(
        () -> {
          Map<String, Object> found = dryRun(r -> rollback.start(r, base, generation));
          return lines(
              List.of(
                  Words.of("rollback.plan", found.get("from"), found.get("to")),
                  Words.of("rollback.nodes", nodes(found))));
        });
    onConfirm(
        Words.of("base.do.rollback"),
        () -> begin(r -> rollback.start(r, base, generation)),
        ButtonVariant.LUMO_PRIMARY);
    replan();
  }

  private static String nodes(Map<String, Object> found) {
    return String.join(", ", ((List<?>) found.get("nodes")).stream().map(String::valueOf).toList());
  }
}
