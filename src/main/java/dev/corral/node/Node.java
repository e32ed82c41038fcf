package dev.corral.node;

import dev.corral.host.Endpoint;
import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;

/**
 * A physical host. What is not known yet is null.
 *
 * @param confirmedFingerprint of the host key, confirmed by a person
 * @param hostKey the pinned key, as {@code type blob}
 * @param admitted true once onboarding has ended well
 * @param evidence why the health is what it is
 * @param seenAt when libvirt last answered
 */
public record Node(
    NodeName name,
    String address,
    int sshPort,
    String user,
    boolean main,
    Map<String, String> labels,
    String confirmedFingerprint,
    String hostKey,
    String mac,
    boolean admitted,
    Availability availability,
    NodeFacts facts,
    List<Finding> findings,
    Health health,
    String evidence,
    Instant seenAt,
    Vitals vitals) {

  /** How it is reached. */
  public Endpoint endpoint() {
    return new Endpoint(name, address, sshPort, user, hostKey);
  }
}
