package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.operation.base.DisableBase;
import dev.corral.shared.BaseName;
import dev.corral.shared.Bytes;
import dev.corral.shared.NodeName;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks before a base is taken from a node, and says what becomes free, or which clones need it. */
final class DisableDialog extends BaseDialog {
  DisableDialog(DisableBase disable, BaseName base, NodeName node) {
    super("disable-dialog", Words.of("disable.title", base.value(), node.value()));
    fields(new Paragraph(Words.of("disable.text", base.value(), node.value())));
    plan(
        () -> {
          Map<String, Object> found = dryRun(r -> disable.start(r, base, node));
          List<String> words = new ArrayList<>();
          words.add(
              Words.of(
                  "disable.bytes",
                  found.get("generations"),
                  new Bytes((Long) found.get("bytes")).toString()));
          if (Boolean.TRUE.equals(found.get("wakesNode")))
            words.add(Words.of("disable.wakes", node.value()));
          return lines(words);
        });
    onConfirm(
        Words.of("base.do.disable"),
        () -> {
          disable.start(request(false), base, node);
          Notices.done("base.do.disable.done", base.value(), node.value());
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
    replan();
  }
}
