package dev.corral.ui.node;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import dev.corral.shared.Bytes;
import dev.corral.shared.Guest;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;

/** A guest as libvirt on a node tells it. */
final class GuestRow extends Div {
  GuestRow(Guest guest, boolean ours) {
    addClassName("row");
    Span memory = new Span(new Bytes(guest.memory()).toString());
    memory.addClassNames("muted", "when");
    add(
        new Badge(
            guest.running() ? Tone.GOOD : Tone.CALM,
            Words.of(guest.running() ? "state.RUNNING" : "state.STOPPED")),
        ours ? new Anchor("clones?name=" + guest.name(), guest.name()) : new Span(guest.name()),
        memory);
  }
}
