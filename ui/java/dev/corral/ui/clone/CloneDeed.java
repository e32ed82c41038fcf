package dev.corral.ui.clone;

import dev.corral.clone.Clone.State;
import dev.corral.clone.ListedClone;
import dev.corral.ui.part.Words;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;

/** What can be done with clones, and in which state. */
enum CloneDeed {
  START(EnumSet.of(State.STOPPED)),
  STOP(EnumSet.of(State.RUNNING)),
  MOVE(EnumSet.of(State.RUNNING, State.STOPPED)),
  REBASE(EnumSet.of(State.STOPPED)),
  REMOVE(EnumSet.complementOf(EnumSet.of(State.PLACED, State.STARTING, State.REMOVING)));

  private final Set<State> states;

  CloneDeed(Set<State> states) {
    this.states = states;
  }

  boolean fits(ListedClone clone) {
    return states.contains(clone.state());
  }

  /** Its part of ids and of the keys of texts. */
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /** As a button says it. */
  String label() {
    return Words.of("clone.do." + word());
  }
}
