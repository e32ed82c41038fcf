package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.operation.base.RemoveBase;
import dev.corral.shared.BaseName;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks before a base is removed everywhere, and names where, or which clones need it. */
final class RemoveBaseDialog extends BaseDialog {
  RemoveBaseDialog(RemoveBase remove, BaseName base) {
    super("remove-base-dialog", Words.of("base.remove.title", base.value()));
    fields(new Paragraph(Words.of("base.remove.text", base.value())));
    plan(
        () -> {
          Map<String, Object> found = dryRun(r -> remove.start(r, base));
          List<String> words = new ArrayList<>();
          ((Map<?, ?>) found.get("bytes"))
              .forEach(
                  (node, bytes) ->
                      words.add(
                          Words.of("base.remove.node", node, new Bytes((Long) bytes).toString())));
          List<?> wakes = (List<?>) found.get("wakes");
          wakes.forEach(node -> words.add(Words.of("disable.wakes", node)));
          words.add(Words.of("base.remove.domain", found.get("domain"), found.get("last")));
          return lines(words);
        });
    onConfirm(
        Words.of("base.do.remove"),
        () -> begin(r -> remove.start(r, base)),
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
    replan();
  }
}
