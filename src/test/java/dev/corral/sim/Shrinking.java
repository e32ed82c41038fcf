package dev.corral.sim;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/** Leaves out of a list of actions what is not needed to see the same promise broken. */
final class Shrinking {
  private Shrinking() {}

  static List<Action> of(List<Action> script, Function<List<Action>, String> promise) {
    String broken = promise.apply(script);
    List<Action> least = new ArrayList<>(script);
    for (int size = Math.max(1, least.size() / 2); size >= 1; size /= 2) {
      for (int from = least.size() - size; from >= 0; from -= size) {
        List<Action> fewer = new ArrayList<>(least.subList(0, from));
        fewer.addAll(least.subList(from + size, least.size()));
        if (promise.apply(fewer).equals(broken)) least = fewer;
        from = Math.min(from, least.size());
      }
    }
    return least;
  }
}
