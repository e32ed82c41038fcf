package dev.corral.host;

import java.util.Optional;
import java.util.UUID;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.DomainInfo.DomainState;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;

/** What all work with libvirt's domains needs. */
final class Domains {
  /** VIR_DOMAIN_UNDEFINE_MANAGED_SAVE, _SNAPSHOTS_METADATA and _NVRAM, of libvirt-domain.h. */
  private static final int UNDEFINE_ALL = 1 | 2 | 4;

  private Domains() {}

  static Optional<Domain> find(Connect libvirt, UUID id) throws LibvirtException {
    try {
      return Optional.of(libvirt.domainLookupByUUID(id));
    } catch (LibvirtException e) {
      if (e.getError().getCode() == ErrorNumber.VIR_ERR_NO_DOMAIN) return Optional.empty();
      throw e;
    }
  }

  static boolean off(DomainState state) {
    return state == DomainState.VIR_DOMAIN_SHUTOFF || state == DomainState.VIR_DOMAIN_CRASHED;
  }

  /** It is defined no more. False if it runs: then it is left as it is. */
  static boolean undefine(Connect libvirt, UUID id) throws LibvirtException {
    Optional<Domain> domain = find(libvirt, id);
    if (domain.isEmpty()) return true;
    if (!off(domain.get().getInfo().state)) return false;
    domain.get().undefine(UNDEFINE_ALL);
    return true;
  }

  /** It neither runs nor is defined. */
  static void remove(Connect libvirt, UUID id) throws LibvirtException {
    Optional<Domain> domain = find(libvirt, id);
    if (domain.isEmpty()) return;
    if (!off(domain.get().getInfo().state)) domain.get().destroy();
    if (find(libvirt, id).isPresent()) domain.get().undefine(UNDEFINE_ALL);
  }
}
