package dev.corral.engine;

import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Where an operation has been in its model, and where it is.
 *
 * @param marks of the shapes that it has reached, by their ids
 * @param taken the ids of the flows that it went along
 */
public record Course(Map<String, Mark> marks, Set<String> taken) {

  /** How it stands with a shape. LEFT: ended other than it should, the model went another way. */
  public enum State {
    DONE,
    HERE,
    INCIDENT,
    LEFT
  }

  /**
   * One shape.
   *
   * @param attempts of a step, with those that failed; else how often it was passed
   * @param words of the failure that it waits with, or was left with; empty if there is none
   * @param started the ids of the operations that it started
   */
  public record Mark(State state, int attempts, String words, List<String> started) {}
}
