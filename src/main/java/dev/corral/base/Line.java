package dev.corral.base;

import dev.corral.shared.NodeName;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The nodes that have a generation or are getting it, each from the one before it: the choice from
 * whom a node gets its bytes. Each passes on what it has while the rest still comes, so that all of
 * them are ready hardly later than the first.
 */
final class Line {
  /** Whoever has got nothing for so long hands nothing on either. */
  private static final Duration FRESH = Duration.ofSeconds(8);

  /**
   * A beginning is not a pace, and some are a little behind: slow is who would need longer than
   * this, in seconds, to get to where the one before it is now ...
   */
  private static final int BEHIND = 60;

  /** ... and gets so many times less. Nodes that are only busy for a moment stay below this. */
  private static final int FAR_LESS = 4;

  /** What it costs to try is some ten seconds at half the speed, so little against so many left. */
  private static final int WORTH_A_TRY = 120;

  /** It was worth leaving one that takes long, if one gets so many times as much as that one. */
  private static final int WORTH_IT = 2;

  /** How long it counts how fast one got it that has the whole by now. */
  private static final Duration LATELY = Duration.ofMinutes(10);

  private final Map<NodeName, Copy> copies;
  private final Set<NodeName> silent;
  private final Instant now;
  private final long size;

  /**
   * Looks at it as it is now.
   *
   * @param copies of one generation
   * @param silent nodes that do not answer
   * @param size of the generation, in bytes
   */
  Line(List<Copy> copies, Set<NodeName> silent, Instant now, long size) {
    this.size = size;
    this.copies = copies.stream().collect(Collectors.toMap(Copy::node, Function.identity()));
    this.silent = silent;
    this.now = now;
  }

  /**
   * From whom the node gets its bytes: of those that have at least what it has, whoever serves the
   * fewest; a whole copy before one that still grows; the fastest.
   */
  Optional<NodeName> sourceFor(NodeName target, Set<NodeName> avoided) {
    Copy wanting = copies.get(target);
    return copies.values().stream()
        .filter(c -> !c.node().equals(target) && !avoided.contains(c.node()))
        .filter(c -> !silent.contains(c.node()))
        .filter(c -> whole(c) || passesOn(c, wanting))
        .filter(c -> !slow(c.node()))
        .min(
            Comparator.comparingLong((Copy c) -> served(c.node(), target, avoided))
                .thenComparing(c -> !whole(c))
                .thenComparing(Comparator.comparingLong(Line::known).reversed())
                .thenComparing(c -> c.node().value()))
        .map(Copy::node);
  }

  /** True if one of these is just getting it. */
  boolean getsIt(Set<NodeName> some) {
    return copies.values().stream()
        .anyMatch(
            c ->
                some.contains(c.node())
                    && !silent.contains(c.node())
                    && c.state() == Copy.State.COPYING
                    && c.from() != null);
  }

  /** A whole copy to get it from, that serves fewer than so many others. */
  Optional<NodeName> wholeFor(NodeName target, Set<NodeName> avoided, int most) {
    return copies.values().stream()
        .filter(c -> whole(c) && !c.node().equals(target) && !avoided.contains(c.node()))
        .filter(c -> !silent.contains(c.node()) && served(c.node(), target, avoided) < most)
        .min(
            Comparator.comparingLong((Copy c) -> served(c.node(), target, avoided))
                .thenComparing(c -> c.node().value()))
        .map(Copy::node);
  }

  /**
   * True if this node gets much less than the one before it has to give: whoever is behind it is
   * better off elsewhere.
   */
  boolean slow(NodeName name) {
    Copy node = copies.get(name);
    if (node == null || whole(node) || node.from() == null || node.rate() <= 0) return false;
    Copy before = copies.get(node.from());
    return before != null
        && node.rate() * FAR_LESS < pace(before)
        && secondsTo(before, node) > BEHIND;
  }

  /**
   * Whoever has the whole, if the node should try to get it from there: the one between them takes
   * long, and whether that is its own fault nobody can know until another one has tried. Once only.
   */
  Optional<NodeName> triedBy(NodeName target) {
    Copy node = copies.get(target);
    Copy first = from(node);
    Copy origin = from(first);
    return origin != null
            && node.tried() == null
            && whole(origin)
            && !silent.contains(origin.node())
            && first.rate() > 0
            && !(lately(origin) && pace(origin) < WORTH_IT * first.rate())
            && secondsTo(origin, first) > WORTH_A_TRY
            && served(origin.node(), target, Set.of()) == 1
        ? Optional.of(origin.node())
        : Optional.empty();
  }

  /**
   * The one that the node has left to try this, if it was for nothing: who sends to both is slow,
   * and they only share what it can give.
   */
  Optional<NodeName> leftInVain(NodeName target) {
    Copy node = copies.get(target);
    Copy left = node == null || node.tried() == null ? null : copies.get(node.tried());
    return left != null
            && node.from() != null
            && node.from().equals(left.from())
            && node.rate() > 0
            && node.rate() < WORTH_IT * left.rate()
            && grows(left)
            && left.bytes() >= node.bytes()
        ? Optional.of(left.node())
        : Optional.empty();
  }

  private Copy from(Copy copy) {
    return copy == null || copy.from() == null ? null : copies.get(copy.from());
  }

  /** How fast it gives, as far as one knows, in bytes per second. */
  private long pace(Copy source) {
    long own = whole(source) && !lately(source) ? 0 : known(source);
    if (!whole(source)) return own;
    return copies.values().stream()
        .filter(c -> source.node().equals(c.from()) && grows(c))
        .mapToLong(Line::known)
        .reduce(own, Math::max);
  }

  /** How long the node needs to get to where that one is now. */
  private long secondsTo(Copy ahead, Copy node) {
    return ((whole(ahead) ? size : ahead.bytes()) - node.bytes()) / node.rate();
  }

  private static boolean whole(Copy c) {
    return c.state() == Copy.State.READY;
  }

  /** Its rate, as far as that says something of the network. */
  private static long known(Copy c) {
    return c.compared() ? 0 : c.rate();
  }

  /** One that grows, in order, and is not behind whoever wants it. */
  private boolean passesOn(Copy c, Copy wanting) {
    return grows(c) && !c.compared() && c.bytes() >= wanting.bytes() && !behind(c, wanting.node());
  }

  private boolean lately(Copy c) {
    return c.movedAt() != null && c.movedAt().plus(LATELY).isAfter(now);
  }

  private boolean grows(Copy c) {
    return (c.state() == Copy.State.COPYING || c.state() == Copy.State.VERIFYING)
        && c.from() != null
        && c.movedAt() != null
        && c.movedAt().plus(FRESH).isAfter(now);
  }

  /** Gets its bytes, over however many others, from the target. */
  private boolean behind(Copy c, NodeName target) {
    int steps = 0;
    for (Copy at = c; at != null && at.from() != null; at = copies.get(at.from())) {
      if (at.from().equals(target) || steps++ > copies.size()) return true;
    }
    return false;
  }

  /** How many others get theirs from it at a good pace; those that gave nothing take nothing. */
  private long served(NodeName name, NodeName except, Set<NodeName> avoided) {
    return copies.values().stream()
        .filter(c -> name.equals(c.from()) && !c.node().equals(except))
        .filter(c -> !avoided.contains(c.node()) && !silent.contains(c.node()))
        .filter(c -> grows(c) && !slow(c.node()))
        .count();
  }
}
