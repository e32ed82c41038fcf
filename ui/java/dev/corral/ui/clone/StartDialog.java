package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import dev.corral.clone.ListedClone;
import java.util.List;

/** Asks before several clones are started. */
final class StartDialog extends ManyDialog {
  StartDialog(CloneDeeds deeds, List<ListedClone> chosen) {
    super(deeds, CloneDeed.START, chosen);
    consequences("start.text");
    onConfirm((request, name) -> deeds.start().start(request, name), ButtonVariant.LUMO_PRIMARY);
  }
}
