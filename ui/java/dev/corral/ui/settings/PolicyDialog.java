package dev.corral.ui.settings;

import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.checkbox.Checkbox;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.textfield.IntegerField;
import dev.corral.node.Policy;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Words;

/** Asks what shall be wanted from now on, and why. */
final class PolicyDialog extends Ask {
  PolicyDialog(SettingsView.Rooms rooms) {
    super("policy-dialog", Words.of("settings.policy.title"));
    Policy now = rooms.policies().inForce();
    Checkbox recreate = new Checkbox(Words.of("policy.recreate.check"));
    recreate.setId("policy-recreate");
    recreate.setValue(now.recreateVolatile());
    recreate.setHelperText(Words.of("policy.recreate.help"));
    IntegerField highWater = new IntegerField(Words.of("policy.high-water"));
    highWater.setId("policy-high-water");
    highWater.setSuffixComponent(new Span("%"));
    highWater.setMin(1);
    highWater.setMax(100);
    highWater.setStepButtonsVisible(true);
    highWater.setValue(now.poolHighWater());
    highWater.setHelperText(Words.of("policy.high-water.help"));
    fields(recreate, highWater);
    onConfirm(
        Words.of("settings.change.go"),
        () -> {
          rooms
              .changePolicy()
              .start(
                  new Request(SignedIn.caller(), reason(), null, false),
                  recreate.getValue(),
                  highWater.getValue());
          Notices.done("settings.changed");
        },
        ButtonVariant.LUMO_PRIMARY);
  }
}
