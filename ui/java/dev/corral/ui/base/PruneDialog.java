package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.operation.base.PruneBase;
import dev.corral.shared.BaseName;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks before a generation is removed everywhere, and names where, or which clones need it. */
final class PruneDialog extends BaseDialog {
  PruneDialog(PruneBase prune, BaseName base, int generation) {
    super("prune-dialog", Words.of("prune.title", base.value(), generation));
    fields(new Paragraph(Words.of("prune.text")));
    plan(
        () -> {
          Map<String, Object> found = dryRun(r -> prune.start(r, base, generation));
          List<String> words = new ArrayList<>();
          ((Map<?, ?>) found.get("bytes"))
              .forEach(
                  (node, bytes) ->
                      words.add(
                          Words.of("base.remove.node", node, new Bytes((Long) bytes).toString())));
          for (Object node : (List<?>) found.get("wakes"))
            words.add(Words.of("disable.wakes", node));
          for (Object node : (List<?>) found.get("leftWithout"))
            words.add(Words.of("prune.without", node, base.value()));
          return lines(words);
        });
    onConfirm(
        Words.of("base.do.prune"),
        () -> begin(r -> prune.start(r, base, generation)),
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
    replan();
  }
}
