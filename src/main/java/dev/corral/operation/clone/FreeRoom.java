package dev.corral.operation.clone;

import dev.corral.base.Generation;
import dev.corral.base.Generations;
import dev.corral.placement.Capacity;
import dev.corral.shared.BaseName;
import java.util.List;
import java.util.Map;
import org.springframework.stereotype.Component;

/** Answers how many more clones of a base fit; promises nothing. */
@Component
public class FreeRoom {
  private final Generations generations;
  private final Candidates candidates;

  FreeRoom(Generations generations, Candidates candidates) {
    this.generations = generations;
    this.candidates = candidates;
  }

  /** For clones with the base's own memory, of the generation that they get on each node. */
  public Capacity of(BaseName base) {
    List<Generation> released = generations.released(base);
    return Capacity.of(candidates.of(released, Map.of()), Placing.demand(released, null));
  }
}
