package dev.corral.ui.clone;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.textfield.IntegerField;
import dev.corral.clone.ListedClone;
import dev.corral.ui.part.Words;
import java.util.List;

/** Asks how long guests may take to shut down, and what then. */
final class StopDialog extends ManyDialog {
  private static final int USUAL = 120;
  private static final int LONGEST = 24 * 60 * 60;

  StopDialog(CloneDeeds deeds, List<ListedClone> chosen) {
    super(deeds, CloneDeed.STOP, chosen);
    IntegerField seconds = new IntegerField(Words.of("stop.seconds"));
    seconds.setId("stop-seconds");
    seconds.setValue(USUAL);
    seconds.setMin(0);
    seconds.setMax(LONGEST);
    seconds.setStepButtonsVisible(true);
    Checkbox force = new Checkbox(Words.of("stop.force"));
    force.setId("stop-force");
    force.setHelperText(Words.of("stop.force.help"));
    List<ListedClone> going = fit().stream().filter(ListedClone::isVolatile).toList();
    consequences(
        going.isEmpty() ? "stop.text" : "stop.text.some",
        about("stop.volatile", going),
        seconds,
        force);
    onConfirm(
        (request, name) -> deeds.stop().start(request, name, seconds.getValue(), force.getValue()),
        ButtonVariant.LUMO_PRIMARY);
  }
}
