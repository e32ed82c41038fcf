package dev.corral.ui.operation;

import dev.corral.engine.Operation;
import dev.corral.engine.Operation.State;
import dev.corral.engine.OperationList;
import dev.corral.engine.OperationList.Search;
import dev.corral.ui.live.Live;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import org.springframework.stereotype.Component;

/** What runs and what waits for a person, read once for the drawers of all pages. */
@Component
public final class OpenOperations {
  private static final Search OPEN =
      new Search(Set.of(State.RUNNING, State.WAITING, State.INCIDENT), null, true);
  private static final Search FAILED =
      new Search(Set.of(State.REFUSED, State.CANCELLED), null, true);
  private static final int MOST = 30;
  private static final int FAILED_SHOWN = 5;

  /** Those to be shown, incidents first; and how many there are. */
  record Standing(List<Operation> shown, long running, long incidents) {}

  private final Supplier<Standing> standing;

  OpenOperations(OperationList operations, Live live) {
    standing = live.shared(Set.of("operation"), () -> read(operations));
  }

  private static Standing read(OperationList operations) {
    List<Operation> shown = new ArrayList<>(operations.find(OPEN, 0, MOST));
    shown.sort(Comparator.comparing(o -> o.state() != State.INCIDENT));
    shown.addAll(operations.find(FAILED, 0, FAILED_SHOWN));
    Map<State, Long> by = operations.countByState();
    return new Standing(
        List.copyOf(shown),
        by.getOrDefault(State.RUNNING, 0L) + by.getOrDefault(State.WAITING, 0L),
        by.getOrDefault(State.INCIDENT, 0L));
  }

  Standing standing() {
    return standing.get();
  }
}
