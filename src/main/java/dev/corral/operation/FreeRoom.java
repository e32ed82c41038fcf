package dev.corral.operation;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.placement.Capacity;
import dev.corral.shared.BaseName;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Answers how many more clones of a base fit; promises nothing. */
@Component
public class FreeRoom {
  private final Bases bases;
  private final Placing placing;

  FreeRoom(Bases bases, Placing placing) {
    this.bases = bases;
    this.placing = placing;
  }

  /** For clones of the newest generation with the base's own memory. */
  public Capacity of(BaseName base) {
    Generation generation = bases.newest(base);
    return Capacity.of(
        placing.seen(generation, Map.of()), Placing.demand(generation, generation.memory()));
  }
}
