package dev.corral.base;

import dev.corral.shared.NodeName;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the sending of a generation to a node is; what one look leaves to the next.
 *
 * @param avoided nodes that gave nothing in this attempt
 * @param failures how often somebody gave nothing, in this attempt
 * @param left who was left in this attempt, and why, for the audit: {@code n3 (does not answer)}
 * @param words for the audit
 */
public record Sending(
    boolean finished, int percent, Set<NodeName> avoided, int failures, String left, String words) {
  /** Nothing has been tried yet. */
  public static final Sending BEGINS = new Sending(false, 0, Set.of(), 0, "", "");

  private static final int MOST_WORDS = 600;

  Sending done(String why) {
    return new Sending(true, 100, avoided, failures, left, why);
  }

  Sending at(int percentage, String why) {
    return new Sending(false, percentage, avoided, failures, left, why);
  }

  /** That one gave nothing. */
  Sending without(NodeName source, String why) {
    Set<NodeName> all = new TreeSet<>(avoided);
    all.add(source);
    return new Sending(false, percent, all, failures + 1, noted(source, why), source + ": " + why);
  }

  /** That one was left for another one, though it gave something. */
  Sending left(NodeName source, String why) {
    return new Sending(finished, percent, avoided, failures, noted(source, why), words);
  }

  private String noted(NodeName source, String why) {
    String one = (left.isEmpty() ? "" : left + ", ") + source + " (" + why + ")";
    return one.length() > MOST_WORDS ? left : one;
  }

  /** All have been tried: they are tried once more. */
  Sending withAll() {
    return new Sending(finished, percent, Set.of(), failures, left, words);
  }
}
