package dev.corral.ui.dashboard;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.clone.Clones;
import dev.corral.engine.Operation;
import dev.corral.engine.Operation.State;
import dev.corral.engine.OperationList;
import dev.corral.engine.OperationList.Search;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.FreeRoom;
import dev.corral.operation.herd.Alert;
import dev.corral.operation.herd.Cluster;
import dev.corral.placement.Capacity;
import dev.corral.ui.live.Live;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What every dashboard shows, read once for all of them. */
@Component
final class Figures {
  private static final int MOST = 8;
  private static final int MOST_BASES = 12;
  private static final Set<State> OPEN = Set.of(State.RUNNING, State.WAITING, State.INCIDENT);
  private static final Set<State> ENDED = Set.of(State.DONE, State.REFUSED, State.CANCELLED);

  /** Tables that the dashboard shows. */
  static final Set<String> TABLES =
      Set.of("node", "base", "clone", "silence", "policy", "operation");

  /** Tables that say how many more clones fit. */
  static final Set<String> ROOM_TABLES =
      Set.of("node", "base", "base_copy", "base_generation", "clone");

  /** The herd, and what is to be seen of its operations. */
  record Standing(
      Tiles.Numbers numbers, List<Alert> alerts, List<Operation> open, List<Operation> latest) {}

  /** The bases that clones can be made of, and how many more of the first of them fit. */
  record Room(List<Base> ready, List<Capacity> fits) {}

  private final Supplier<Standing> standing;
  private final Supplier<Room> room;

  Figures(
      Nodes nodes,
      Bases bases,
      Clones clones,
      OperationList operations,
      Cluster cluster,
      FreeRoom free,
      Live live) {
    standing =
        live.shared(
            TABLES,
            () ->
                new Standing(
                    new Tiles.Numbers(
                        nodes.list(),
                        bases.list(),
                        clones.countByState(),
                        operations.countByState()),
                    cluster.alerts(),
                    operations.find(new Search(OPEN, null, true), 0, MOST),
                    operations.find(new Search(ENDED, null, true), 0, MOST)));
    room = live.shared(ROOM_TABLES, () -> room(bases, free));
  }

  private static Room room(Bases bases, FreeRoom free) {
    List<Base> ready = bases.list().stream().filter(b -> b.generation() > 0).toList();
    return new Room(ready, ready.stream().limit(MOST_BASES).map(b -> free.of(b.name())).toList());
  }

  Standing standing() {
    return standing.get();
  }

  /** Looks at every node for each base: with many of them that takes seconds. */
  Room room() {
    return room.get();
  }
}
