package dev.corral.ui.node;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.clone.Clone;
import dev.corral.node.Health;
import dev.corral.shared.Bytes;
import dev.corral.shared.Guest;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;

/** A guest as libvirt on its node told it last; of one on a lost node nothing is known now. */
final class GuestRow extends Div {
  /** What is shown of it. */
  record Shown(Guest guest, boolean ours, Health health) {}

  GuestRow() {
    addClassName("row");
  }

  void show(Shown now) {
    Guest guest = now.guest();
    Clone.State state = state(guest, now.health());
    removeAll();
    Span memory = new Span(new Bytes(guest.memory()).toString());
    memory.addClassNames("muted", "when");
    add(
        new Badge(Tone.of(state), Words.of(state)),
        now.ours()
            ? new Anchor("clones?name=" + guest.name(), guest.name())
            : new Span(guest.name()),
        memory);
  }

  private static Clone.State state(Guest guest, Health health) {
    if (!guest.running() || health == Health.OFF) return Clone.State.STOPPED;
    return health == Health.LOST ? Clone.State.UNREACHABLE : Clone.State.RUNNING;
  }
}
