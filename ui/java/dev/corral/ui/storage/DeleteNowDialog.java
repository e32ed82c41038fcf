package dev.corral.ui.storage;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.CleanNode;
import dev.corral.security.SignedIn;
import dev.corral.shared.Bytes;
import dev.corral.storage.AsideItem;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Words;
import java.util.List;

/** Asks before what is set aside of a clone is deleted before its time. */
final class DeleteNowDialog extends Ask {
  DeleteNowDialog(CleanNode clean, AsideItem item, Runnable done) {
    super("delete-now-dialog", Words.of("removed.delete.title", item.cloneName()));
    fields(
        new Paragraph(
            Words.of(
                "removed.delete.text",
                item.cloneName(),
                item.node().value(),
                new Bytes(item.bytes()).toString())));
    onConfirm(
        Words.of("removed.delete"),
        () -> {
          Outcome outcome =
              clean.start(
                  new Request(SignedIn.caller(), reason(), null, false),
                  item.node(),
                  new CleanNode.Wish(false, null, false, List.of(item.id())));
          done.run();
          getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
        },
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
  }
}
