package dev.corral.operation.desk;

import dev.corral.engine.Operation;
import java.util.Map;

/**
 * What came of a request: the operation that it started, or, for a dry run, the plan. One of the
 * two is null.
 */
public record Outcome(Operation operation, Plan plan) {
  /** What would be done. */
  public record Plan(String kind, String subject, Map<String, Object> details) {}

  static Outcome started(Operation operation) {
    return new Outcome(operation, null);
  }

  public static Outcome planned(String kind, String subject, Map<String, Object> details) {
    return new Outcome(null, new Plan(kind, subject, details));
  }
}
