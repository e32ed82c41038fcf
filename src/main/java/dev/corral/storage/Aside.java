package dev.corral.storage;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.host.Endpoint;
import dev.corral.host.RemoteShell;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.ApplicationEventPublisher;
import org.springframework.stereotype.Component;

/**
 * Takes a guest's files out of use without deleting them: into {@code .corral/aside} of the same
 * pool, with a manifest that says whose they were, when, by which operation, and why.
 */
@Component
public class Aside {
  private static final Duration LIMIT = Duration.ofSeconds(25);

  private final RemoteShell shell;
  private final AsideItems items;
  private final ObjectMapper json;
  private final Clock clock;
  private final ApplicationEventPublisher events;
  private final Duration keep;

  Aside(
      RemoteShell shell,
      AsideItems items,
      ObjectMapper json,
      Clock clock,
      ApplicationEventPublisher events,
      @Value("${corral.aside.keep}") Duration keep) {
    this.shell = shell;
    this.items = items;
    this.json = json;
    this.clock = clock;
    this.events = events;
    this.keep = keep;
  }

  /**
   * What became of them.
   *
   * @param moved those that left their place
   * @param foreign those that are not marked as the guest's, and stay
   */
  public record Left(List<String> moved, List<String> foreign) {}

  /** For so long it is kept; not at all for zero. */
  public Duration keep() {
    return keep;
  }

  /**
   * What libvirt deletes with a definition is kept: the definition, its NVRAM, its saved memory.
   *
   * @param nvram path, or empty
   * @param memory path of the saved memory, or empty
   */
  public void keepState(Leaving leaving, String definition, String nvram, String memory) {
    if (keep.isZero()) return;
    String id = noted(leaving);
    shell.demand(
        leaving.owner().node(),
        "keeping the definition of " + leaving.owner().cloneName(),
        StorageScript.named("keep.sh", leaving.pool().path(), id, manifest(leaving), nvram, memory)
            .reading(definition)
            .within(LIMIT));
  }

  /** Sets them aside. Refused (FILE_OPEN) if a process has one of them open: that one stays. */
  public Left put(Leaving leaving) {
    if (keep.isZero()) return discard(leaving);
    return leave(leaving, noted(leaving), "aside");
  }

  /** They are gone for good; only for what is meant to go, or was never anybody's. */
  public Left discard(Leaving leaving) {
    return leave(leaving, leaving.id(), "discard");
  }

  /**
   * Kept before the first file leaves; with the rest of a clone that was only half brought back.
   */
  private String noted(Leaving leaving) {
    AsideItem item = item(leaving);
    return items
        .joined(item)
        .orElseGet(
            () -> {
              items.leaving(item);
              return item.id();
            });
  }

  private Left leave(Leaving leaving, String id, String how) {
    Owner owner = leaving.owner();
    List<String> arguments =
        new ArrayList<>(
            List.of(
                leaving.pool().path(),
                how,
                id,
                owner.guest().toString(),
                owner.node().node().value(),
                manifest(leaving)));
    arguments.addAll(leaving.files());
    String said =
        shell
            .demand(
                owner.node(),
                "taking the files of " + owner.cloneName() + " out of use",
                StorageScript.named("leave.sh", arguments.toArray(String[]::new)).within(LIMIT))
            .out();
    List<String> moved = new ArrayList<>();
    List<String> foreign = new ArrayList<>();
    List<String> open = new ArrayList<>();
    for (String line : said.lines().toList()) {
      String[] words = line.split(" ", 3);
      switch (words[0]) {
        case "moved" -> {
          moved.add(words[2]);
          if (how.equals("aside")) items.has(id, Long.parseLong(words[1]));
        }
        case "foreign" -> foreign.add(line.substring("foreign ".length()));
        case "open" -> open.add(line.substring("open ".length()));
        case "empty" -> items.forget(id);
        default -> throw new IllegalStateException("leave.sh said " + line);
      }
    }
    if (!open.isEmpty())
      throw Refused.conflict(
          "FILE_OPEN",
          "%s: a process has %s open".formatted(owner.node().node(), String.join(", ", open)),
          "look which it is (fuser), end it, then retry");
    return new Left(moved, foreign);
  }

  /**
   * Deletes what is set aside there, and tells of it ({@link Purged}). False if it is being brought
   * back, and stays.
   */
  public boolean purge(Endpoint node, AsideItem item, String operation) {
    if (!items.goes(item)) return false;
    shell.demand(
        node,
        "deleting what is set aside of " + item.cloneName(),
        StorageScript.named("purge.sh", item.folder(), item.id()).within(LIMIT));
    items.forget(item.id());
    events.publishEvent(new Purged(item, operation));
    return true;
  }

  /**
   * Deletes what is superseded in that pool, the oldest first, until so many bytes are freed or
   * none is left. Answers how many it were.
   */
  public long free(Endpoint node, String pool, long bytes, String operation) {
    long freed = 0;
    for (AsideItem item : items.on(node.node())) {
      if (freed >= bytes) break;
      if (!item.superseded() || !item.pool().equals(pool)) continue;
      if (purge(node, item, operation)) freed += item.bytes();
    }
    return freed;
  }

  /** Deletes all that is superseded there. Answers what it was of. */
  public List<String> freeAll(Endpoint node, String operation) {
    return items.on(node.node()).stream()
        .filter(AsideItem::superseded)
        .filter(i -> purge(node, i, operation))
        .map(AsideItem::cloneName)
        .distinct()
        .toList();
  }

  /** Those on a node whose time is over, or that a person has given up, the oldest first. */
  public List<AsideItem> due(NodeName node) {
    return items.due(node, clock.instant().minus(keep));
  }

  /** Those of these ids on a node. Refused (NOT_ASIDE) if one of them is not there. */
  public List<AsideItem> named(NodeName node, List<String> ids) {
    List<AsideItem> there =
        ids.isEmpty()
            ? List.of()
            : items.on(node).stream()
                .filter(i -> ids.contains(i.id()) && i.backBy() == null)
                .toList();
    if (there.size() == ids.size()) return there;
    throw Refused.conflict(
        "NOT_ASIDE",
        "%d of these %d are set aside on %s, and not being brought back"
            .formatted(there.size(), ids.size(), node),
        "look what is: GET /nodes/" + node + "/aside");
  }

  /** A person wants these deleted. */
  public void giveUp(List<AsideItem> given) {
    given.forEach(i -> items.giveUp(i.id()));
  }

  private AsideItem item(Leaving leaving) {
    Owner owner = leaving.owner();
    return new AsideItem(
        leaving.id(),
        owner.node().node(),
        owner.guest(),
        owner.cloneName().value(),
        leaving.pool().name(),
        leaving.pool().path(),
        leaving.files(),
        0,
        owner.operation(),
        leaving.why(),
        leaving.superseded(),
        clock.instant(),
        leaving.origin(),
        null);
  }

  private String manifest(Leaving leaving) {
    try {
      return json.writeValueAsString(item(leaving).manifest());
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
