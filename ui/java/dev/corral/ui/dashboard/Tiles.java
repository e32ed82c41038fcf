package dev.corral.ui.dashboard;

import com.vaadin.flow.component.html.Div;
import dev.corral.base.Base;
import dev.corral.clone.Clone;
import dev.corral.engine.Operation;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.shared.Bytes;
import dev.corral.ui.part.Tile;
import dev.corral.ui.part.Tile.Part;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.ArrayList;
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

  private final Tile nodes = new Tile("tile-nodes", "nodes", Words.of("nodes"));
  private final Tile bases = new Tile("tile-bases", "bases", Words.of("bases"));
  private final Tile clones = new Tile("tile-clones", "clones", Words.of("clones"));
  private final Tile running =
      new Tile(
          "tile-running", "operations?state=RUNNING&state=WAITING", Words.of("dashboard.running"));
  private final Tile incidents =
      new Tile("tile-incidents", "operations?state=INCIDENT", Words.of("dashboard.incidents"));
  private final Tile memory =
      new Tile("tile-memory", "nodes?health=UP", Words.of("dashboard.memory"));

  Tiles() {
    addClassName("tiles");
    add(nodes, bases, clones, running, incidents, memory);
  }

  void show(Numbers n) {
    setVisible(!n.nodes().isEmpty());
    nodes.show(String.valueOf(n.nodes().size()), nodes(n));
    bases.show(String.valueOf(n.bases().size()), bases(n));
    clones.show(String.valueOf(n.allClones()), clones(n));
    long waiting = n.operations(Operation.State.WAITING);
    running.show(String.valueOf(n.operations(Operation.State.RUNNING) + waiting), List.of());
    long stuck = n.operations(Operation.State.INCIDENT);
    incidents.show(String.valueOf(stuck), List.of());
    incidents.alarming(stuck > 0);
    memory.show(new Bytes(free(n)).toString(), List.of());
  }

  private static List<Part> nodes(Numbers n) {
    List<Part> parts = new ArrayList<>();
    n.nodes().stream()
        .filter(Node::admitted)
        .collect(
            Collectors.groupingBy(
                Node::health, () -> new EnumMap<>(Health.class), Collectors.counting()))
        .forEach(
            (h, c) -> parts.add(new Part("nodes?health=" + h, Tone.of(h), c + " " + Words.of(h))));
    long joining = n.nodes().stream().filter(x -> !x.admitted()).count();
    if (joining > 0)
      parts.add(new Part("nodes", Tone.BUSY, joining + " " + Words.of("node.joining")));
    return parts;
  }

  private static List<Part> bases(Numbers n) {
    long ready = n.bases().stream().filter(b -> b.generation() > 0).count();
    return ready == 0
        ? List.of()
        : List.of(new Part("bases", Tone.GOOD, ready + " " + Words.of("state.READY")));
  }

  private static List<Part> clones(Numbers n) {
    return n.clones().entrySet().stream()
        .map(
            e ->
                new Part(
                    "clones?state=" + e.getKey(),
                    Tone.of(e.getKey()),
                    e.getValue() + " " + Words.of(e.getKey())))
        .toList();
  }

  private static long free(Numbers n) {
    return n.nodes().stream()
        .filter(x -> x.health() == Health.UP && x.vitals() != null)
        .mapToLong(x -> x.vitals().available())
        .sum();
  }
}
