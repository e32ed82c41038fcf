package dev.corral.ui.settings;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.html.Div;
import dev.corral.ui.part.Facts;
import dev.corral.ui.part.Words;

/** What the administrator wants of Corral, and the way to want something else. */
final class PolicyPart extends Div {
  private final SettingsView.Rooms rooms;
  private final Div shown = new Div();

  PolicyPart(SettingsView.Rooms rooms, boolean mayChange) {
    this.rooms = rooms;
    shown.setId("policy");
    add(shown);
    if (!mayChange) return;
    Button change = new Button(Words.of("settings.change"));
    change.setId("change-policy");
    change.addClickListener(e -> new PolicyDialog(rooms).open());
    add(change);
  }

  void refresh() {
    var policy = rooms.policies().inForce();
    shown.removeAll();
    shown.add(
        new Facts()
            .with(
                "policy.recreate",
                Words.of(policy.recreateVolatile() ? "policy.recreate.yes" : "policy.recreate.no"))
            .with("policy.high-water", Words.of("policy.percent", policy.poolHighWater())));
  }
}
