package dev.corral.node;

import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Pool;
import java.util.List;
import java.util.Optional;

/** What a node is: read at onboarding. The memory is in bytes, as the kernel tells it. */
public record NodeFacts(
    HypervisorFacts hypervisor,
    long memory,
    List<Pool> pools,
    String nic,
    String wake,
    String broadcast) {
  /** Its pool of that name. */
  public Optional<Pool> pool(String name) {
    return pools.stream().filter(p -> p.name().equals(name)).findFirst();
  }
}
