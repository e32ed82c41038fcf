package dev.corral.engine;

import java.util.Map;

/**
 * An operation has ended; told in the same transaction, so that what belongs to it can be settled.
 */
public record OperationEnded(
    String id, String kind, Operation.State state, Map<String, Object> values) {
  /** One of its values. */
  public String text(String name) {
    return String.valueOf(values.get(name));
  }
}
