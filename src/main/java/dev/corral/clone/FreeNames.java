package dev.corral.clone;

import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.springframework.stereotype.Component;

/** Names for new clones: those that no clone bears, and no guest that was seen on any node. */
@Component
public class FreeNames {
  private final Clones clones;
  private final Nodes nodes;

  FreeNames(Clones clones, Nodes nodes) {
    this.clones = clones;
    this.nodes = nodes;
  }

  /** The first so many of a row: {@code class-3}, {@code class-5}. */
  public List<CloneName> first(String row, int count) {
    return clones.freeNames(row, count, seen().keySet());
  }

  /** Refused (NAME_TAKEN) if a guest that is no clone bears that name on a node. */
  public void refuseTaken(CloneName name) {
    String node = seen().get(name.value());
    if (node == null || clones.find(name).isPresent()) return;
    throw new Refused(
        "NAME_TAKEN",
        "%s has a guest '%s' already, which is none of Corral's".formatted(node, name),
        "choose another name, or none: then Corral finds one");
  }

  /** The names of all guests, as the nodes were seen last, and a node that has each. */
  private Map<String, String> seen() {
    Map<String, String> names = new TreeMap<>();
    for (Node node : nodes.list()) {
      if (node.vitals() == null) continue;
      for (Guest guest : node.vitals().guests()) names.put(guest.name(), node.name().value());
    }
    return names;
  }
}
