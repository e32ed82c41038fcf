package dev.corral.ui.node;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.UnorderedList;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.CleanNode;
import dev.corral.operation.node.CleanNode.Unwanted;
import dev.corral.operation.node.CleanNode.Wish;
import dev.corral.security.SignedIn;
import dev.corral.shared.Bytes;
import dev.corral.shared.NodeName;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Words;
import java.util.List;

/** Asks before files that are nobody's are removed from a node, and names each of them. */
final class CleanDialog extends Ask {
  CleanDialog(CleanNode clean, NodeName node, List<String> paths) {
    super("clean-dialog", Words.of("clean.title", node.value()));
    Wish wish = new Wish(false, paths, false);
    fields(new Paragraph(Words.of("clean.text")));
    plan(
        () -> {
          UnorderedList list = new UnorderedList();
          Object files = clean.start(request(true), node, wish).plan().details().get("files");
          for (Object file : (List<?>) files) {
            Unwanted unwanted = (Unwanted) file;
            list.add(
                new ListItem(
                    unwanted.path()
                        + " · "
                        + new Bytes(unwanted.bytes())
                        + " · "
                        + unwanted.why()));
          }
          return list;
        });
    onConfirm(
        Words.of("storage.clean"),
        () -> {
          Outcome outcome = clean.start(request(false), node, wish);
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
    replan();
  }

  private Request request(boolean dryRun) {
    return new Request(SignedIn.caller(), reason(), null, dryRun);
  }
}
