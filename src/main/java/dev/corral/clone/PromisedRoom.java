package dev.corral.clone;

import dev.corral.base.Bases;
import dev.corral.base.Promises;
import dev.corral.host.Endpoint;
import dev.corral.host.Hypervisor;
import dev.corral.node.Nodes;
import dev.corral.storage.Aside;
import dev.corral.storage.AsideItems;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

/** Frees the room that placement has promised, and that superseded disks still take. */
@Service
public class PromisedRoom {
  private final Nodes nodes;
  private final Bases bases;
  private final Promises promises;
  private final AsideItems items;
  private final Aside aside;
  private final Hypervisor hypervisor;
  private final long reserve;

  PromisedRoom(
      Nodes nodes,
      Bases bases,
      Promises promises,
      AsideItems items,
      Aside aside,
      Hypervisor hypervisor,
      @Value("${corral.reserve.disk}") DataSize reserve) {
    this.nodes = nodes;
    this.bases = bases;
    this.promises = promises;
    this.items = items;
    this.aside = aside;
    this.hypervisor = hypervisor;
    this.reserve = reserve.toBytes();
  }

  /**
   * Makes room at the clone's home for all that is promised there beside the reserve, as far as
   * superseded disks take it. Answers how many bytes were freed.
   */
  public long ensure(Clone clone, String operation) {
    String pool = bases.get(clone.base()).pool();
    if (!items.freeable(pool).containsKey(clone.home())) return 0;
    Endpoint home = nodes.endpoint(clone.home());
    long needed = promises.on(clone.home(), pool) + reserve;
    long missing = needed - hypervisor.pool(home, pool).available();
    return missing > 0 ? aside.free(home, pool, missing, operation) : 0;
  }
}
