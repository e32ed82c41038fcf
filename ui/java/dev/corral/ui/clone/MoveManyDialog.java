package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.select.Select;
import dev.corral.clone.Clone;
import dev.corral.clone.ListedClone;
import dev.corral.operation.clone.MoveClone;
import dev.corral.ui.part.Words;
import java.util.List;

/** Asks where several clones shall move to. */
final class MoveManyDialog extends ManyDialog {
  MoveManyDialog(CloneDeeds deeds, List<ListedClone> chosen) {
    super(deeds, CloneDeed.MOVE, chosen);
    Select<String> node = new Select<>();
    node.setId("move-node");
    node.setLabel(Words.of("move.node"));
    node.setEmptySelectionAllowed(true);
    node.setEmptySelectionCaption(Words.of("move.best.each"));
    node.setItems(deeds.nodes().list().stream().map(n -> n.name().value()).toList());
    Checkbox stop = new Checkbox(Words.of("move.stop"));
    stop.setId("move-stop");
    stop.setHelperText(Words.of("move.stop.help"));
    stop.setVisible(fit().stream().anyMatch(c -> c.state() == Clone.State.RUNNING));
    consequences("move.text.many", node, stop);
    onConfirm(
        (request, name) ->
            deeds
                .move()
                .start(
                    request,
                    name,
                    new MoveClone.Wish(node.getValue(), stop.getValue() ? false : null, null)),
        ButtonVariant.LUMO_PRIMARY);
  }
}
