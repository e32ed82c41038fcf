package dev.corral.clone;

import dev.corral.base.Bases;
import dev.corral.base.Generation;
import dev.corral.base.Promises;
import dev.corral.host.Endpoint;
import dev.corral.host.GuestXml;
import dev.corral.host.Hypervisor;
import dev.corral.host.ImageFiles;
import dev.corral.host.Survey;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.placement.Claims;
import dev.corral.shared.Bytes;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Offers;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import dev.corral.storage.Aside;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Service;
import org.springframework.util.unit.DataSize;

/** Whether a node takes a clone that moves there: looked at right before anything is sent. */
@Service
public class Fitting {
  private final Clones clones;
  private final Bases bases;
  private final Promises promises;
  private final Claims claims;
  private final Nodes nodes;
  private final Hypervisor hypervisor;
  private final Survey survey;
  private final ImageFiles files;
  private final Sweeping sweeping;
  private final CloneFiles cloneFiles;
  private final Aside aside;
  private final long reserve;

  Fitting(
      Clones clones,
      Bases bases,
      Promises promises,
      Claims claims,
      Nodes nodes,
      Hypervisor hypervisor,
      Survey survey,
      ImageFiles files,
      Sweeping sweeping,
      CloneFiles cloneFiles,
      Aside aside,
      @Value("${corral.reserve.disk}") DataSize reserve) {
    this.clones = clones;
    this.bases = bases;
    this.promises = promises;
    this.claims = claims;
    this.nodes = nodes;
    this.hypervisor = hypervisor;
    this.survey = survey;
    this.files = files;
    this.sweeping = sweeping;
    this.cloneFiles = cloneFiles;
    this.aside = aside;
    this.reserve = reserve.toBytes();
  }

  /**
   * The target can run this guest, has room for its disk as it is now, keeps no earlier disk of it,
   * and nobody else's under its names. Refused (NODE_UNFIT, DISK_KEPT) with the reason if not.
   */
  public void ensureFits(CloneName name, NodeName target, String operation) {
    Clone clone = clones.get(name);
    Node node = nodes.get(target);
    Misfit.of(
            new GuestXml(cloneFiles.definition(clone)),
            node.facts() == null ? null : node.facts().hypervisor(),
            offers(node.endpoint()))
        .ifPresent(m -> refuse(target, m.why(), m.fix()));
    sweeping.ensureNoneOf(name, target);
    try {
      cloneFiles.claim(clone, target, operation);
    } catch (Refused somebodyElses) {
      throw Refused.conflict("NODE_UNFIT", somebodyElses.detail(), somebodyElses.fix());
    }
    ensureRoom(clone, target, operation);
  }

  private Offers offers(Endpoint node) {
    Survey.Seen seen = survey.look(node);
    return new Offers(hypervisor.networks(node), seen.links(), seen.devices());
  }

  /**
   * Placement has counted on an average disk; this one may have grown. Until the operation ends it
   * is promised what it needs. Where room is short, what is set aside and superseded goes.
   */
  private void ensureRoom(Clone clone, NodeName target, String operation) {
    String name = bases.get(clone.base()).pool();
    Pool pool = hypervisor.pool(nodes.endpoint(target), name);
    Endpoint home = nodes.endpoint(clone.home());
    String folder = hypervisor.pool(home, name).path();
    long need = 0;
    for (Generation.Volume v : bases.generation(clone.base(), clone.generation()).volumes())
      need +=
          files
              .size(home, folder + "/" + Disks.file(clone, v))
              .map(ImageFiles.Size::allocated)
              .orElse(0L);
    long own = claims.arrival(clone.name().value()).map(Claims.Claim::disk).orElse(0L);
    long free = pool.available() - reserve - (promises.beside(operation, target, name) - own);
    if (need > free) free += aside.free(nodes.endpoint(target), name, need - free, operation);
    if (need > free)
      refuse(
          target,
          "has %s of pool '%s' left beside its reserve and what is promised, and the disk of %s takes %s"
              .formatted(new Bytes(Math.max(0, free)), name, clone.name(), new Bytes(need)),
          "make room there, or choose another node");
    promises.hold(operation, target, name, need - own);
  }

  private static void refuse(NodeName node, String why, String fix) {
    throw Refused.conflict("NODE_UNFIT", node + " " + why, fix);
  }
}
