package dev.corral.ui.node;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import dev.corral.base.Copy;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Bar;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;

/** A base's copy on a node. */
final class CopyRow extends Div {
  private final Times times;

  CopyRow(Times times) {
    this.times = times;
    addClassName("row");
  }

  void show(Copy copy) {
    removeAll();
    add(
        new Badge(Tone.of(copy.state()), Words.of(copy.state())),
        new Anchor(
            "bases/" + copy.base(),
            copy.base() + " · " + Words.of("generation", copy.generation())));
    if (copy.state() == Copy.State.COPYING)
      add(new Bar().show(copy.percent(), Tone.BUSY, copy.percent() + " %"));
    if (copy.verifiedAt() != null) add(times.ago(copy.verifiedAt()));
  }
}
