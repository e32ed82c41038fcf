package dev.corral.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * One time that an operation came to a shape of its model.
 *
 * @param end null while it is there
 * @param cancelled whether it was left before its work was done
 * @param started the operation that it started; null if none
 */
record Visit(String shape, Instant start, Instant end, boolean cancelled, String started) {

  /**
   * The flows along which it went: to each visit leads, of the flows that end there, the one from
   * where it was last. The visits are in the order in which they began.
   */
  static Set<String> path(List<Drawing.Flow> flows, List<Visit> visits) {
    Set<String> taken = new HashSet<>();
    Map<String, Departure> left = new HashMap<>();
    for (int i = 0; i < visits.size(); i++) {
      Visit visit = visits.get(i);
      flows.stream()
          .filter(f -> f.to().equals(visit.shape()) && left.containsKey(f.from()))
          .filter(f -> !left.get(f.from()).at().isAfter(visit.start()))
          .max(Comparator.comparing(f -> left.get(f.from())))
          .ifPresent(f -> taken.add(f.id()));
      if (visit.end() != null) left.put(visit.shape(), new Departure(visit.end(), i));
    }
    return taken;
  }

  /** When a shape was left; within the same millisecond, the one that was reached last. */
  private record Departure(Instant at, int turn) implements Comparable<Departure> {
    @Override
    public int compareTo(Departure other) {
      int byTime = at.compareTo(other.at);
      return byTime != 0 ? byTime : Integer.compare(turn, other.turn);
    }
  }
}
