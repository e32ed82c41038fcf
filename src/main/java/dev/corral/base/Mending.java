package dev.corral.base;

import dev.corral.host.HostProblem;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.Transfers;
import dev.corral.shared.NodeName;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.springframework.stereotype.Component;

/**
 * Gets a generation to a node that has something like it: an older generation, or bytes that turned
 * out to be wrong. Only what differs is sent, by a node that has the whole.
 */
@Component
class Mending {
  private static final Pattern SENT = Pattern.compile("Total bytes sent: (\\d+)");
  private static final Pattern CHANGED = Pattern.compile("Literal data: (\\d+)");

  /** If more than this share of it is new, comparing it node by node costs more than it saves. */
  private static final int MOST_CHANGED = 4;

  /**
   * Comparing takes the sender's cores and disk: so many at a time. The others wait, and then have
   * more to choose from.
   */
  private static final int AT_ONCE = 2;

  private final Bases bases;
  private final Generations generations;
  private final Places places;
  private final Sources sources;
  private final Transfers transfers;
  private final Rates rates;

  Mending(
      Bases bases,
      Generations generations,
      Places places,
      Sources sources,
      Transfers transfers,
      Rates rates) {
    this.bases = bases;
    this.generations = generations;
    this.places = places;
    this.sources = sources;
    this.transfers = transfers;
    this.rates = rates;
  }

  /** True if it is known that most of the generation is not what older ones have. */
  boolean mostlyNew(Copying.Way way, Ground ground) {
    OptionalLong changed = generations.changed(way.base(), way.generation());
    return changed.isPresent() && changed.getAsLong() > ground.size() / MOST_CHANGED;
  }

  /**
   * One look: all is sent, or it goes on, or begins. The first that has an older generation goes
   * alone: it shows how much is new.
   */
  Sending look(
      Copying.Way way, Ground ground, Map<Image, String> basis, Sending sending, boolean fresh) {
    if (fresh) sources.leave(way);
    Copy before = bases.copy(way.base(), way.generation(), way.node()).orElseThrow();
    if (before.from() == null) {
      Set<NodeName> others = known(way) ? Set.of() : withOlder(way);
      Optional<NodeName> source =
          places.take(
              way,
              sources.silent(),
              true,
              line ->
                  line.getsIt(others)
                      ? Optional.empty()
                      : line.wholeFor(way.node(), sending.avoided(), AT_ONCE));
      return source.isEmpty() ? sources.none(way, sending) : sending.at(0, "from " + source.get());
    }
    try {
      Advance advance =
          transfers.mend(
              sources.route(way, before.from()),
              ground.sizes().keySet(),
              new Transfers.Basis(basis, ground.largest()),
              rates.share(),
              false);
      long there = ground.size() * advance.percent() / 100;
      places.arrived(way, before, there, ground.size());
      if (advance.finished() && !basis.isEmpty() && !ground.named()) learn(way, advance);
      return advance.finished()
          ? sending.done(sent(advance, ground) + ", from " + before.from())
          : sending.at(advance.percent(), "from " + before.from());
    } catch (HostProblem problem) {
      return sources.leave(way, sending, before.from(), problem.detail());
    }
  }

  private boolean known(Copying.Way way) {
    return generations.changed(way.base(), way.generation()).isPresent();
  }

  /** The other nodes that have another generation of it. */
  private Set<NodeName> withOlder(Copying.Way way) {
    return bases.copies(way.base()).stream()
        .filter(c -> c.state() == Copy.State.READY && c.generation() != way.generation())
        .map(Copy::node)
        .filter(n -> !n.equals(way.node()))
        .collect(Collectors.toSet());
  }

  private void learn(Copying.Way way, Advance advance) {
    Matcher changed = CHANGED.matcher(advance.out());
    if (!known(way) && changed.find())
      generations.changed(way.base(), way.generation(), Long.parseLong(changed.group(1)));
  }

  private static String sent(Advance advance, Ground ground) {
    Matcher sent = SENT.matcher(advance.out());
    return Copying.sent(sent.find() ? Long.parseLong(sent.group(1)) : 0, ground.size());
  }

  /**
   * What there is on the node that the generation may differ little from: its own images, if they
   * turned out to be wrong; else those of the newest other generation that is verified there.
   */
  Map<Image, String> basis(Copying.Way way, Ground ground, boolean wrong) {
    if (wrong && ground.named()) return named(ground);
    if (wrong) return Map.of();
    Generation wanted = bases.generation(way.base(), way.generation());
    return bases.copies(way.base()).stream()
        .filter(c -> c.node().equals(way.node()) && c.state() == Copy.State.READY)
        .map(c -> bases.generation(way.base(), c.generation()))
        .filter(g -> g.number() != way.generation() && g.targets().equals(wanted.targets()))
        .max(java.util.Comparator.comparingInt(Generation::number))
        .map(other -> pair(ground, wanted, other))
        .orElse(Map.of());
  }

  private static Map<Image, String> named(Ground ground) {
    Map<Image, String> basis = new LinkedHashMap<>();
    ground.sizes().keySet().forEach(image -> basis.put(image, image.path()));
    return basis;
  }

  private static Map<Image, String> pair(Ground ground, Generation wanted, Generation other) {
    Map<Image, String> basis = new LinkedHashMap<>();
    for (Image image : ground.sizes().keySet()) {
      String target =
          wanted.volumes().stream()
              .filter(v -> v.file().equals(image.file()))
              .map(Generation.Volume::target)
              .findFirst()
              .orElseThrow();
      other.volumes().stream()
          .filter(v -> v.target().equals(target))
          .forEach(v -> basis.put(image, image.pool() + "/" + v.file()));
    }
    return basis;
  }
}
