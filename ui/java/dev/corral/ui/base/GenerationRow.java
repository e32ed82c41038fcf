package dev.corral.ui.base;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.clone.CloneList;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;
import java.util.Map;

/** A generation of a base in words: who gets it, where it is, who needs it. */
record GenerationRow(Base base, Generation generation, long ready, long copies, int clones) {
  static List<GenerationRow> all(Bases bases, CloneList clones, Base base) {
    List<Copy> copies = bases.copies(base.name());
    Map<Integer, Integer> using = clones.byGeneration(base.name());
    return bases.generations(base.name()).stream()
        .map(
            g ->
                new GenerationRow(
                    base,
                    g,
                    copies.stream()
                        .filter(c -> c.generation() == g.number() && c.state() == Copy.State.READY)
                        .count(),
                    copies.stream().filter(c -> c.generation() == g.number()).count(),
                    using.getOrDefault(g.number(), 0)))
        .toList();
  }

  int number() {
    return generation.number();
  }

  private boolean usable() {
    return generation.state() == Generation.State.READY;
  }

  boolean current() {
    return number() == base.current();
  }

  boolean mayBeRolledOut() {
    return usable() && number() > base.current();
  }

  boolean mayBeGoneBackTo() {
    return usable() && number() < base.current();
  }

  boolean mayBePruned() {
    return !current() && generation.state() != Generation.State.PREPARING;
  }

  Tone tone() {
    return switch (generation.state()) {
      case PREPARING -> Tone.BUSY;
      case READY -> current() ? Tone.GOOD : Tone.CALM;
      case FAILED -> Tone.BAD;
    };
  }

  String standing() {
    return switch (generation.state()) {
      case PREPARING -> Words.of("base.preparing");
      case READY -> Words.of(current() ? "base.current" : usedOrNot());
      case FAILED -> Words.of("state.FAILED");
    };
  }

  private String usedOrNot() {
    if (number() > base.current()) return "base.held";
    return clones == 0 ? "base.unneeded" : "base.older";
  }

  String size() {
    return usable() ? new Bytes(generation.size()).toString() : "";
  }

  String where() {
    return usable() ? Words.of("base.ready.of", ready, copies) : "";
  }
}
