package dev.corral.clone;

import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.shared.CloneName;
import dev.corral.shared.Guest;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
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
    return clones.freeNames(row, count, seen());
  }

  /** Refused (NAME_TAKEN) if a guest that is no clone bears that name on a node. */
  public void refuseTaken(CloneName name) {
    refuseTaken(name, null);
  }

  /**
   * The same for a guest that comes back.
   *
   * @param own libvirt's id of it; null if it has none yet
   */
  public void refuseTaken(CloneName name, UUID own) {
    if (clones.find(name).isPresent()) return;
    for (Node node : nodes.list()) {
      if (node.vitals() == null) continue;
      for (Guest guest : node.vitals().guests()) {
        if (!guest.name().equals(name.value()) || guest.id().equals(own)) continue;
        throw Refused.conflict(
            "NAME_TAKEN",
            "%s has a guest '%s' already, which is none of Corral's".formatted(node.name(), name),
            own == null
                ? "choose another name, or none: then Corral finds one"
                : "look whose it is; rename that one, then try again");
      }
    }
  }

  /** The names of all guests, as the nodes were seen last. */
  private Set<String> seen() {
    Set<String> names = new TreeSet<>();
    for (Node node : nodes.list()) {
      if (node.vitals() == null) continue;
      for (Guest guest : node.vitals().guests()) names.add(guest.name());
    }
    return names;
  }
}
