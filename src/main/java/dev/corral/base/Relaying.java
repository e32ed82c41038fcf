package dev.corral.base;

import dev.corral.host.Endpoint;
import dev.corral.host.HostProblem;
import dev.corral.host.ImageFiles;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.SignsOfLife;
import dev.corral.host.Transfers;
import dev.corral.node.Nodes;
import dev.corral.shared.NodeName;
import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.springframework.stereotype.Component;

/**
 * Gets a generation to a node that has nothing like it: from whoever has it, or is just getting it.
 * A source that dies or gives nothing is left, and another one goes on from what is there.
 */
@Component
class Relaying {
  /** So long without a byte is no pause: then it is seen whether the source is still there. */
  private static final Duration PAUSE = Duration.ofMillis(800);

  /** A node that lives takes a connection at once; a lost packet is sent again after a second. */
  private static final Duration THERE = Duration.ofMillis(1_500);

  /** Then it is asked what it has itself. */
  private static final Duration DOUBT = Duration.ofMillis(1_500);

  /** A source that answers, but from which nothing comes, is left then. */
  private static final Duration ENOUGH = Duration.ofSeconds(15);

  private static final Duration QUICK = Duration.ofSeconds(2);

  /**
   * What remains is waited for if it comes within so many seconds, a little longer than the time
   * between two looks; or if, at first, it is so little.
   */
  private static final double SOON = 3.5;

  private static final long LITTLE = 32L << 20;
  private static final Duration PATIENCE = Duration.ofSeconds(4);

  private final Bases bases;
  private final Nodes nodes;
  private final Places places;
  private final Sources sources;
  private final ImageFiles files;
  private final Transfers transfers;
  private final SignsOfLife signs;
  private final Rates rates;
  private final Clock clock;

  Relaying(
      Bases bases,
      Nodes nodes,
      Places places,
      Sources sources,
      ImageFiles files,
      Transfers transfers,
      SignsOfLife signs,
      Rates rates,
      Clock clock) {
    this.bases = bases;
    this.nodes = nodes;
    this.places = places;
    this.sources = sources;
    this.files = files;
    this.transfers = transfers;
    this.signs = signs;
    this.rates = rates;
    this.clock = clock;
  }

  /**
   * One look: all is sent, or it goes on, or begins. The sums of what arrives are made meanwhile.
   */
  Sending look(Copying.Way way, Ground ground, Sending sending, boolean fresh) {
    if (fresh) {
      sources.leave(way);
      places.tries(way, null);
    }
    Copy before = bases.copy(way.base(), way.generation(), way.node()).orElseThrow();
    long there = ground.arrived();
    long rest = ground.size() - there;
    boolean moved = places.arrived(way, before, there, ground.size());
    if (before.from() == null && rest > 0) return begin(way, ground, sending);
    if (summed(way, ground, rest < before.rate() * SOON)) return sending.done(from(before));
    Sending goesOn = sending.at(ground.percent(), from(before));
    if (rest == 0) return sending.at(100, "all is there; it is summed");
    Duration still = moved ? ground.quiet() : Duration.between(before.movedAt(), clock.instant());
    boolean pauses = still.compareTo(PAUSE) >= 0;
    if (pauses && !signs.reachable(nodes.endpoint(before.from()), THERE))
      return leaveDead(way, ground, goesOn, before.from(), "takes no connection");
    if (!pauses || moved) return better(way, ground, goesOn, before.from());
    return still.compareTo(DOUBT) < 0 ? goesOn : doubt(way, ground, goesOn, before, still);
  }

  /** It comes. Would it come faster from somebody else? */
  private Sending better(Copying.Way way, Ground ground, Sending sending, NodeName source) {
    Line line = places.line(way, sources.silent());
    if (line.slow(source))
      return sources.leave(way, sending, source, "is slower than who is before it");
    Optional<NodeName> origin = rates.share() > 0 ? Optional.empty() : line.triedBy(way.node());
    if (origin.isPresent()) {
      places.tries(way, source);
      return change(
          way,
          ground,
          sending.left(source, "to see which of the two is slow, it or " + origin.get()),
          origin.get());
    }
    Optional<NodeName> left = line.leftInVain(way.node());
    return left.isEmpty()
        ? sending
        : change(way, ground, sending.left(source, "is no faster than " + left.get()), left.get());
  }

  /** From now on from that one. */
  private Sending change(Copying.Way way, Ground ground, Sending sending, NodeName source) {
    sources.leave(way);
    return begin(way, ground, sending, line -> Optional.of(source));
  }

  private boolean summed(Copying.Way way, Ground ground, boolean soon) {
    ImageFiles.Job job =
        new ImageFiles.Job(
            ground.target(),
            way.sum(),
            "summing the copy of " + way.base(),
            true,
            soon ? PATIENCE : Duration.ZERO);
    return files.sumArriving(job, parts(ground.sizes())).finished();
  }

  private static Map<String, Long> parts(Map<Image, Long> sizes) {
    Map<String, Long> parts = new LinkedHashMap<>();
    sizes.forEach((image, size) -> parts.put(image.part(), size));
    return parts;
  }

  private Sending begin(Copying.Way way, Ground ground, Sending sending) {
    return begin(way, ground, sending, line -> line.sourceFor(way.node(), sending.avoided()));
  }

  private Sending begin(
      Copying.Way way, Ground ground, Sending sending, Function<Line, Optional<NodeName>> choice) {
    Optional<NodeName> source = places.take(way, sources.silent(), false, choice);
    if (source.isEmpty()) return sources.none(way, sending);
    String from = "from " + source.get();
    Sending begun = pass(way, ground, sending.at(ground.percent(), from), source.get(), true);
    boolean little = ground.size() - ground.arrived() < LITTLE;
    return little && begun.failures() == sending.failures() && summed(way, ground, true)
        ? begun.done(from)
        : begun;
  }

  private Sending pass(
      Copying.Way way, Ground ground, Sending sending, NodeName source, boolean anew) {
    try {
      boolean packs = bases.generation(way.base(), way.generation()).packs();
      Transfers.Route route = sources.route(way, source);
      Transfers.Manner manner = new Transfers.Manner(packs, rates.share());
      if (anew) transfers.passAnew(route, ground.sizes(), manner);
      else transfers.pass(route, ground.sizes(), manner);
      return sending;
    } catch (HostProblem problem) {
      return sources.leave(way, sending, source, problem.detail());
    }
  }

  /** Nothing is asked of it any more; another one goes on. */
  private Sending leaveDead(
      Copying.Way way, Ground ground, Sending sending, NodeName source, String why) {
    places.leave(way);
    return begin(way, ground, sending.without(source, why));
  }

  /** Nothing has come for a while: who is to blame? */
  private Sending doubt(
      Copying.Way way, Ground ground, Sending sending, Copy copy, Duration still) {
    Endpoint source = nodes.endpoint(copy.from());
    long has;
    try {
      has = Ground.arrived(ground.sizes(), files.find(source, ground.paths(), QUICK).sizes());
    } catch (HostProblem silent) {
      return leaveDead(way, ground, sending, copy.from(), silent.detail());
    }
    Sending asked = pass(way, ground, sending, copy.from(), false);
    if (asked.failures() > sending.failures() || still.compareTo(ENOUGH) < 0) return asked;
    return has > ground.arrived()
        ? sources.leave(way, asked, null, "")
        : sources.leave(way, asked, copy.from(), "gets nothing itself");
  }

  private static String from(Copy copy) {
    return copy.from() == null ? "" : "from " + copy.from();
  }
}
