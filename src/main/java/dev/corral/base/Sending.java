package dev.corral.base;

import dev.corral.shared.NodeName;
import java.util.Set;
import java.util.TreeSet;

/**
 * How far the sending of a generation to a node is; what one look leaves to the next.
 *
 * @param avoided nodes that gave nothing in this attempt
 * @param failures how often somebody gave nothing, in this attempt
 * @param words for the audit
 */
public record Sending(
    boolean finished, int percent, Set<NodeName> avoided, int failures, String words) {
  /** Nothing has been tried yet. */
  public static final Sending BEGINS = new Sending(false, 0, Set.of(), 0, "");

  Sending done(String why) {
    return new Sending(true, 100, avoided, failures, why);
  }

  Sending at(int percentage, String why) {
    return new Sending(false, percentage, avoided, failures, why);
  }

  /** That one gave nothing. */
  Sending without(NodeName source, String why) {
    Set<NodeName> all = new TreeSet<>(avoided);
    all.add(source);
    return new Sending(false, percent, all, failures + 1, source + ": " + why);
  }

  /** All have been tried: they are tried once more. */
  Sending withAll() {
    return new Sending(finished, percent, Set.of(), failures, words);
  }
}
