package dev.corral.operation.node;

import dev.corral.clone.Clone;
import dev.corral.clone.Evacuee.Mode;
import dev.corral.placement.Decision;
import dev.corral.shared.Guest;
import java.util.List;
import java.util.Map;

/**
 * What a drain would do with each guest, and what stands in its way.
 *
 * @param guests by name
 */
public record DrainPlan(List<Entry> guests) {
  /**
   * One guest. What does not apply is null.
   *
   * @param to the node that it would move to, as things stand
   * @param blocker why it cannot leave in this way
   */
  public record Entry(String guest, boolean corrals, Mode mode, String to, String blocker) {}

  /** A guest that runs there; its clone and place elsewhere are null if it has none. */
  record Leaving(Guest guest, Clone known, Decision elsewhere) {}

  static DrainPlan of(List<Leaving> leaving, Mode usual, Map<String, Mode> own, boolean last) {
    return new DrainPlan(
        leaving.stream()
            .map(l -> entry(l, own.getOrDefault(l.guest().name(), usual), last))
            .toList());
  }

  private static Entry entry(Leaving leaving, Mode mode, boolean last) {
    String name = leaving.guest().name();
    boolean ours = leaving.known() != null;
    if (mode != Mode.MIGRATE) return new Entry(name, ours, mode, null, null);
    if (!ours)
      return new Entry(name, false, mode, null, last ? null : "it is none of Corral's clones");
    Decision elsewhere = leaving.elsewhere();
    return new Entry(
        name,
        true,
        mode,
        elsewhere.node(),
        elsewhere.node() == null && !last ? elsewhere.words() : null);
  }

  /** Those that cannot leave in the way that is wished. */
  public List<Entry> blocked() {
    return guests.stream().filter(e -> e.blocker() != null).toList();
  }
}
