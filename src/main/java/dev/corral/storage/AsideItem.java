package dev.corral.storage;

import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What is set aside in a pool's hidden folder: files of one guest that left their place together.
 *
 * @param id the name of its folder below {@code .corral/aside}
 * @param pool the pool's name
 * @param folder the pool's folder
 * @param guest libvirt's id of the guest whose files they were
 * @param bytes that they take on the disk
 * @param operation that set them aside; null if none
 * @param superseded whether a newer disk of that clone is known to be well elsewhere, or this one
 *     has never been in use: then they may go early, where room is needed
 * @param origin what the clone was made of; null if an earlier version set it aside
 * @param backBy operation that brings it back now; null if none
 */
public record AsideItem(
    String id,
    NodeName node,
    UUID guest,
    String cloneName,
    String pool,
    String folder,
    List<String> files,
    long bytes,
    String operation,
    String why,
    boolean superseded,
    Instant since,
    Origin origin,
    String backBy) {
  /** Where it lies on its node. */
  public String path() {
    return folder + "/.corral/aside/" + id;
  }

  /** What is written down beside the files. */
  Map<String, Object> manifest() {
    Map<String, Object> all = new LinkedHashMap<>();
    all.put("clone", cloneName);
    all.put("guest", guest);
    all.put("node", node.value());
    all.put("pool", pool);
    all.put("files", files);
    all.put("why", why);
    all.put("operation", operation);
    all.put("superseded", superseded);
    all.put("since", since.toString());
    if (origin == null) return all;
    all.put("base", origin.base().value());
    all.put("generation", origin.generation());
    all.put("owner", origin.owner());
    all.put("memory", origin.memory());
    return all;
  }
}
