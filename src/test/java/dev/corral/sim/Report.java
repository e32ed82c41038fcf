package dev.corral.sim;

import java.util.List;

/** Runs seeds, and tells in words what a failing one has found, shrunk. */
final class Report {
  private final Simulator simulator;

  Report(Simulator simulator) {
    this.simulator = simulator;
  }

  /** An empty text if no promise was broken. */
  String of(long seed) {
    List<Action> script = Action.of(seed);
    Simulator.Result result = simulator.run(script);
    if (result.broken().isEmpty()) return "";
    List<Action> least = Shrinking.of(script, s -> simulator.run(s).promise());
    Simulator.Result shrunk = simulator.run(least);
    if (shrunk.broken().isEmpty()) shrunk = result;
    return "seed %d, shrunk from %d actions to %d, breaks:%n  %s%nits story:%n  %s%n"
        .formatted(
            seed,
            script.size(),
            least.size(),
            String.join("\n  ", shrunk.broken()),
            String.join("\n  ", shrunk.story()));
  }
}
