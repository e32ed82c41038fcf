package dev.corral.ui.dashboard;

import com.vaadin.flow.component.html.Div;
import dev.corral.base.Base;
import dev.corral.clone.Clone;
import dev.corral.engine.Operation;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Tile;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/** The herd in numbers. */
final class Tiles extends Div {
  /** What is counted. */
  record Numbers(
      List<Node> nodes,
      List<Base> bases,
      Map<Clone.State, Long> clones,
      Map<Operation.State, Long> operations) {
    long allClones() {
      return clones.values().stream().mapToLong(Long::longValue).sum();
    }

    long operations(Operation.State state) {
      return operations.getOrDefault(state, 0L);
    }
  }

  Tiles() {
    addClassName("tiles");
  }

  void show(Numbers n) {
    setVisible(!n.nodes().isEmpty());
    removeAll();
    add(nodes(n), bases(n), clones(n), running(n), incidents(n), memory(n));
  }

  private static Tile nodes(Numbers n) {
    Tile tile = new Tile("tile-nodes", "nodes", n.nodes().size(), Words.of("nodes"));
    n.nodes().stream()
        .filter(Node::admitted)
        .collect(
            Collectors.groupingBy(
                Node::health, () -> new EnumMap<>(Health.class), Collectors.counting()))
        .forEach((h, c) -> tile.part("nodes?health=" + h, Tone.of(h), c + " " + Words.of(h)));
    long joining = n.nodes().stream().filter(x -> !x.admitted()).count();
    if (joining > 0) tile.part("nodes", Tone.BUSY, joining + " " + Words.of("node.joining"));
    return tile;
  }

  private static Tile bases(Numbers n) {
    long ready = n.bases().stream().filter(b -> b.generation() > 0).count();
    Tile tile = new Tile("tile-bases", "bases", n.bases().size(), Words.of("bases"));
    if (ready > 0) tile.part("bases", Tone.GOOD, ready + " " + Words.of("state.READY"));
    return tile;
  }

  private static Tile clones(Numbers n) {
    Tile tile = new Tile("tile-clones", "clones", n.allClones(), Words.of("clones"));
    n.clones().forEach((s, c) -> tile.part("clones?state=" + s, Tone.of(s), c + " " + Words.of(s)));
    return tile;
  }

  private static Tile running(Numbers n) {
    return new Tile(
        "tile-running",
        "operations?state=RUNNING&state=WAITING",
        n.operations(Operation.State.RUNNING) + n.operations(Operation.State.WAITING),
        Words.of("dashboard.running"));
  }

  private static Tile incidents(Numbers n) {
    long incidents = n.operations(Operation.State.INCIDENT);
    Tile tile =
        new Tile(
            "tile-incidents",
            "operations?state=INCIDENT",
            incidents,
            Words.of("dashboard.incidents"));
    tile.alarming(incidents > 0);
    return tile;
  }

  private static Tile memory(Numbers n) {
    long free =
        n.nodes().stream()
            .filter(x -> x.health() == Health.UP && x.vitals() != null)
            .mapToLong(x -> x.vitals().available())
            .sum();
    return new Tile(
        "tile-memory", "nodes?health=UP", new Bytes(free).toString(), Words.of("dashboard.memory"));
  }
}
