package dev.corral.ui.base;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.operation.base.VerifyBase;
import dev.corral.shared.BaseName;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Asks before all copies of a base are read through, and says how much that is. */
final class VerifyDialog extends BaseDialog {
  VerifyDialog(VerifyBase verify, BaseName base) {
    super("verify-dialog", Words.of("verify.title", base.value()));
    fields(new Paragraph(Words.of("verify.text")));
    plan(
        () -> {
          Map<String, Object> found = dryRun(r -> verify.start(r, base, List.of(), null));
          List<?> copies = (List<?>) found.get("copies");
          long bytes = copies.stream().mapToLong(c -> (Long) ((Map<?, ?>) c).get("bytes")).sum();
          List<String> words = new ArrayList<>();
          words.add(Words.of("verify.copies", copies.size(), new Bytes(bytes).toString()));
          Object asleep = found.get("leftAsleep");
          if (!"".equals(asleep)) words.add(Words.of("verify.asleep", asleep));
          return lines(words);
        });
    onConfirm(
        Words.of("base.do.verify"),
        () -> begin(r -> verify.start(r, base, List.of(), null)),
        ButtonVariant.LUMO_PRIMARY);
    replan();
  }
}
