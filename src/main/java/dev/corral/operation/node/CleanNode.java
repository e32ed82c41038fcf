package dev.corral.operation.node;

import dev.corral.base.BaseLeftovers;
import dev.corral.clone.FileRemovals;
import dev.corral.clone.Leftover;
import dev.corral.clone.Leftovers;
import dev.corral.clone.UnknownFile;
import dev.corral.clone.UnknownFiles;
import dev.corral.engine.Operations;
import dev.corral.node.NodeObserved;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.Caller;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import dev.corral.storage.Aside;
import dev.corral.storage.AsideItem;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.springframework.context.event.EventListener;
import org.springframework.stereotype.Component;

/**
 * processes/clean-node.bpmn: what clones and bases left behind on a node while it did not answer is
 * removed. Begins by itself when it answers again. Unknown files are removed if a person names
 * them.
 */
@Component
public class CleanNode {
  public static final String KIND = Kind.CLEAN_NODE.key();
  private static final Caller CORRAL = new Caller("corral", Role.OPERATOR);

  private final Gate gate;
  private final Nodes nodes;
  private final Leftovers leftovers;
  private final BaseLeftovers ofBases;
  private final UnknownFiles unknownFiles;
  private final FileRemovals removals;
  private final Operations operations;
  private final Aside aside;

  CleanNode(
      Gate gate,
      Nodes nodes,
      Leftovers leftovers,
      BaseLeftovers ofBases,
      UnknownFiles unknownFiles,
      FileRemovals removals,
      Operations operations,
      Aside aside) {
    this.gate = gate;
    this.nodes = nodes;
    this.leftovers = leftovers;
    this.ofBases = ofBases;
    this.unknownFiles = unknownFiles;
    this.removals = removals;
    this.operations = operations;
    this.aside = aside;
  }

  /**
   * What somebody wants removed beside what is known to be left.
   *
   * @param keptDisks the disks that are kept for a person as well
   * @param files paths of unknown files; null for none
   * @param orphans all unknown files that Corral has made
   * @param aside ids of what is set aside and shall not be kept any longer; null for none
   */
  public record Wish(boolean keptDisks, List<String> files, boolean orphans, List<String> aside) {
    /** Nothing beside that. */
    public static final Wish USUAL = new Wish(false, null, false);

    /** Nothing that is set aside. */
    public Wish(boolean keptDisks, List<String> files, boolean orphans) {
      this(keptDisks, files, orphans, null);
    }

    /** None twice. */
    public Wish {
      files = files == null ? List.of() : List.copyOf(new TreeSet<>(files));
      aside = aside == null ? List.of() : List.copyOf(new TreeSet<>(aside));
    }

    private boolean usual() {
      return equals(USUAL);
    }
  }

  /** What would go. */
  public record Unwanted(String path, String kind, long bytes, String why) {}

  /**
   * Removes it. A dry run answers what that is, and removes nothing. Refused (FILE_KNOWN,
   * FILE_BACKS_OTHERS) if a named file is somebody's; (NOT_ASIDE) if nothing of a named id is set
   * aside there.
   */
  public Outcome start(Request request, NodeName name, Wish wish) {
    if (wish.usual())
      return gate.pass(request, KIND, () -> decided(request, name, wish, List.of()));
    return gate.pass(
        request,
        Role.ADMIN,
        KIND,
        name,
        () -> unwanted(nodes.get(name).name(), wish),
        unwanted -> decided(request, name, wish, unwanted));
  }

  private Outcome decided(Request request, NodeName name, Wish wish, List<UnknownFile> unwanted) {
    nodes.get(name);
    List<Leftover> left = new ArrayList<>(leftovers.on(name));
    if (wish.keptDisks())
      leftovers.kept().stream().filter(l -> l.node().equals(name)).forEach(left::add);
    List<AsideItem> given = aside.named(name, wish.aside());
    if (request.dryRun())
      return Outcome.planned(
          KIND,
          name.value(),
          Map.of(
              "leftovers",
              left,
              "ofBases",
              ofBases.on(name),
              "files",
              shown(unwanted),
              "aside",
              given.stream().map(AsideItem::id).toList()));
    if (wish.keptDisks()) leftovers.release(name);
    aside.giveUp(given);
    boolean nothing = left.isEmpty() && ofBases.on(name).isEmpty() && aside.due(name).isEmpty();
    if (nothing && unwanted.isEmpty())
      throw Refused.conflict(
          "NOTHING_LEFT", "nothing is known to be left on " + name, "there is nothing to do");
    Role needed = wish.usual() ? Kind.CLEAN_NODE.role() : Role.ADMIN;
    Outcome started = gate.start(request, needed, KIND, name.value(), Map.of("node", name.value()));
    removals.want(started.operation().id(), unwanted);
    return started;
  }

  private static List<Unwanted> shown(List<UnknownFile> files) {
    return files.stream()
        .map(f -> new Unwanted(f.path(), f.kind().name(), f.allocated(), f.why()))
        .toList();
  }

  private List<UnknownFile> unwanted(NodeName name, Wish wish) {
    if (wish.files().isEmpty() && !wish.orphans()) return List.of();
    List<UnknownFile> unknown = unknownFiles.on(name);
    Set<String> paths = unknown.stream().map(UnknownFile::path).collect(Collectors.toSet());
    for (String file : wish.files()) {
      if (!paths.contains(file))
        throw Refused.conflict(
            "FILE_KNOWN",
            file + " is no unknown file in a pool of " + name + ": it is somebody's, or not there",
            "look which files are unknown: GET /nodes/" + name + "/storage");
    }
    List<UnknownFile> unwanted =
        unknown.stream()
            .filter(f -> wish.files().contains(f.path()) || wish.orphans() && f.orphan())
            .toList();
    refuseBackingOthers(name, unwanted);
    return unwanted;
  }

  private void refuseBackingOthers(NodeName name, List<UnknownFile> unwanted) {
    Set<String> goes = unwanted.stream().map(UnknownFile::path).collect(Collectors.toSet());
    Set<String> names = goes.stream().map(CleanNode::last).collect(Collectors.toSet());
    unknownFiles
        .overlays(name)
        .forEach(
            (overlay, backing) -> {
              if (!names.contains(last(backing)) || goes.contains(overlay)) return;
              throw Refused.conflict(
                  "FILE_BACKS_OTHERS",
                  backing + " on " + name + " is what " + overlay + " is an overlay on",
                  "remove that first, or keep both");
            });
  }

  private static String last(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  /** A step may be the one that saw it: what is usual is decided without asking the node. */
  @EventListener
  void observed(NodeObserved seen) {
    boolean nothing =
        leftovers.on(seen.node()).isEmpty()
            && ofBases.on(seen.node()).isEmpty()
            && aside.due(seen.node()).isEmpty();
    if (nothing || operations.isOpen(KIND, seen.node().value())) return;
    start(new Request(CORRAL, "the node answers again", null, false), seen.node(), Wish.USUAL);
  }
}
