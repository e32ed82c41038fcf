package dev.corral.ui.node;

import dev.corral.node.Node;
import dev.corral.node.Vitals;
import dev.corral.shared.Bytes;
import dev.corral.shared.Pool;
import dev.corral.ui.part.Words;
import java.util.Comparator;
import java.util.Optional;

/** How full a node is, as it was when last looked at. */
final class Load {
  private Load() {}

  static int memoryPercent(Node node) {
    Vitals v = node.vitals();
    return v == null || v.memory() == 0
        ? 0
        : (int) (100 * (v.memory() - v.available()) / v.memory());
  }

  static String memory(Node node) {
    Vitals v = node.vitals();
    return v == null
        ? ""
        : Words.of(
            "free.of", new Bytes(v.available()).toString(), new Bytes(v.memory()).toString());
  }

  /** The pool that is the fullest. */
  static Optional<Pool> tightest(Node node) {
    return node.vitals() == null
        ? Optional.empty()
        : node.vitals().pools().stream().max(Comparator.comparingInt(Load::percent));
  }

  static int percent(Pool pool) {
    return pool.capacity() == 0
        ? 0
        : (int) (100 * (pool.capacity() - pool.available()) / pool.capacity());
  }

  static String words(Pool pool) {
    return pool.name()
        + ": "
        + Words.of(
            "free.of",
            new Bytes(pool.available()).toString(),
            new Bytes(pool.capacity()).toString());
  }
}
