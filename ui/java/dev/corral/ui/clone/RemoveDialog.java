package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import dev.corral.clone.Clone;
import dev.corral.clone.ListedClone;
import dev.corral.ui.part.Words;
import java.util.List;

/** Asks before clones are removed, and names what is lost. */
final class RemoveDialog extends ManyDialog {
  RemoveDialog(CloneDeeds deeds, List<ListedClone> chosen) {
    super(deeds, CloneDeed.REMOVE, chosen);
    List<ListedClone> running =
        fit().stream().filter(c -> c.state() == Clone.State.RUNNING).toList();
    Checkbox force = new Checkbox(Words.of("remove.force", running.size()));
    force.setId("remove-force");
    force.setVisible(!running.isEmpty());
    List<ListedClone> going = fit().stream().filter(ListedClone::isVolatile).toList();
    consequences(
        "remove.text", about("remove.volatile", going), about("remove.running", running), force);
    onConfirm(
        (request, name) -> deeds.remove().start(request, name, force.getValue()),
        ButtonVariant.LUMO_PRIMARY,
        ButtonVariant.LUMO_ERROR);
  }
}
