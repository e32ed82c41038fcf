package dev.corral.ui.storage;

import dev.corral.operation.clone.BringBackClone;
import dev.corral.operation.node.CleanNode;
import dev.corral.shared.NodeName;
import dev.corral.storage.Aside;
import dev.corral.storage.AsideItem;
import dev.corral.storage.AsideItems;
import dev.corral.ui.part.Times;
import java.util.List;
import org.springframework.stereotype.Component;

/** What is set aside, and what can be done with it. */
@Component
public record RemovedClones(
    AsideItems items, Aside aside, BringBackClone bringBack, CleanNode clean, Times times) {
  /** Shows them: those on a node, or all for null. */
  public void open(NodeName node) {
    new RemovedDialog(this, node).open();
  }

  /** Those on a node, or all for null; the newest first. */
  public List<AsideItem> on(NodeName node) {
    return items.kept(node);
  }
}
