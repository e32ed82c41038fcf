package dev.corral.storage;

import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.List;
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
 * @param superseded whether a newer disk of that clone is known to be well elsewhere: then they may
 *     go early, where room is needed
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
    Instant since) {}
