package dev.corral.host;

import dev.corral.shared.Guest;
import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Pool;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.locks.LockSupport;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.libvirt.StoragePool;
import org.libvirt.StorageVol;
import org.springframework.stereotype.Component;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** {@link Hypervisor} by libvirt-java over the kept connections. */
@Component
class LibvirtHypervisor implements Hypervisor {
  /** VIR_DOMAIN_XML_SECURE and _INACTIVE, of libvirt-domain.h. */
  private static final int XML_INACTIVE_SECURE = 1 | 2;

  private static final int MOST_REFRESHES = 50;
  private static final Duration A_MOMENT = Duration.ofMillis(100);

  private final LibvirtConnections connections;

  LibvirtHypervisor(LibvirtConnections connections) {
    this.connections = connections;
  }

  private <T> T on(Endpoint node, String purpose, LibvirtConnections.Work<T> work) {
    return connections.on(node, purpose, work);
  }

  @Override
  public HypervisorFacts facts(Endpoint node) {
    return on(
        node,
        "reading the host's facts",
        libvirt -> {
          Element capabilities = Xml.parse(libvirt.getCapabilities()).getDocumentElement();
          Optional<Element> x86 =
              Xml.all(capabilities, "guest").stream()
                  .filter(g -> Xml.value(g, "os_type").equals("hvm"))
                  .flatMap(g -> Xml.all(g, "arch").stream())
                  .filter(a -> a.getAttribute("name").equals("x86_64"))
                  .findFirst();
          return new HypervisorFacts(
              UUID.fromString(Xml.value(capabilities, "host", "uuid")),
              libvirt.getHostName(),
              libvirt.nodeInfo().cpus,
              version(libvirt.getLibVersion()),
              x86.map(a -> Xml.value(a, "emulator")).orElse(""),
              x86.map(a -> attributes(a, "domain", "type")).orElse(List.of()),
              x86.map(
                      a ->
                          Xml.all(a, "machine").stream()
                              .map(Element::getTextContent)
                              .distinct()
                              .sorted()
                              .toList())
                  .orElse(List.of()));
        });
  }

  private static List<String> attributes(Element of, String child, String name) {
    return Xml.all(of, child).stream().map(e -> e.getAttribute(name)).distinct().toList();
  }

  private static String version(long number) {
    return number / 1_000_000 + "." + number / 1_000 % 1_000 + "." + number % 1_000;
  }

  @Override
  public List<Pool> pools(Endpoint node) {
    return on(
        node,
        "listing the storage pools",
        libvirt -> {
          List<Pool> pools = new ArrayList<>();
          for (String name : libvirt.listStoragePools())
            pools.add(pool(libvirt.storagePoolLookupByName(name)));
          for (String name : libvirt.listDefinedStoragePools())
            pools.add(pool(libvirt.storagePoolLookupByName(name)));
          return pools.stream().filter(p -> !p.path().isEmpty()).toList();
        });
  }

  private static Pool pool(StoragePool pool) throws LibvirtException {
    var info = pool.getInfo();
    String path = Xml.value(Xml.parse(pool.getXMLDesc(0)).getDocumentElement(), "target", "path");
    return new Pool(pool.getName(), path, pool.isActive() == 1, info.capacity, info.available);
  }

  @Override
  public List<Guest> guests(Endpoint node) {
    return on(
        node,
        "listing the guests",
        libvirt -> {
          List<Guest> guests = new ArrayList<>();
          for (Domain domain : libvirt.listAllDomains(0)) {
            try {
              guests.add(guest(domain));
            } catch (LibvirtException e) {
              if (e.getError().getCode() != ErrorNumber.VIR_ERR_NO_DOMAIN)
                throw e; // gone meanwhile
            }
          }
          return guests;
        });
  }

  private static Guest guest(Domain domain) throws LibvirtException {
    var info = domain.getInfo();
    return new Guest(
        UUID.fromString(domain.getUUIDString()),
        domain.getName(),
        !Domains.off(info.state),
        info.maxMem * 1024);
  }

  @Override
  public Optional<Guest> guest(Endpoint node, UUID id) {
    return on(
        node,
        "looking for guest " + id,
        libvirt -> {
          Optional<Domain> domain = Domains.find(libvirt, id);
          return domain.isPresent() ? Optional.of(guest(domain.get())) : Optional.empty();
        });
  }

  @Override
  public Optional<String> definition(Endpoint node, String guest) {
    return on(
        node,
        "reading the definition of " + guest,
        libvirt -> {
          try {
            return Optional.of(libvirt.domainLookupByName(guest).getXMLDesc(XML_INACTIVE_SECURE));
          } catch (LibvirtException e) {
            if (e.getError().getCode() == ErrorNumber.VIR_ERR_NO_DOMAIN) return Optional.empty();
            throw e;
          }
        });
  }

  @Override
  public void ensureDefined(Endpoint node, String xml) {
    on(node, "defining a guest", libvirt -> libvirt.domainDefineXML(xml));
  }

  @Override
  public void ensureRunning(Endpoint node, UUID id) {
    on(
        node,
        "starting guest " + id,
        libvirt -> {
          Domain domain = libvirt.domainLookupByUUID(id);
          return guest(domain).running() ? 0 : domain.create();
        });
  }

  @Override
  public void askToShutDown(Endpoint node, UUID id) {
    on(
        node,
        "shutting down guest " + id,
        libvirt -> {
          Optional<Domain> domain = Domains.find(libvirt, id);
          if (domain.isPresent() && guest(domain.get()).running()) domain.get().shutdown();
          return null;
        });
  }

  @Override
  public void ensureOff(Endpoint node, UUID id) {
    on(
        node,
        "switching off guest " + id,
        libvirt -> {
          Optional<Domain> domain = Domains.find(libvirt, id);
          if (domain.isPresent() && guest(domain.get()).running()) domain.get().destroy();
          return null;
        });
  }

  @Override
  public void ensureGone(Endpoint node, UUID id) {
    on(
        node,
        "removing guest " + id,
        libvirt -> {
          if (Domains.undefine(libvirt, id)) return null;
          throw Refused.conflict(
              "GUEST_RUNS",
              "guest " + id + " runs on " + node.node(),
              "shut it down there if it should not, then retry");
        });
  }

  @Override
  public String ensureOverlay(
      Endpoint node, String pool, String file, String backing, long capacity) {
    return on(
        node,
        "making the overlay " + file,
        libvirt -> {
          StoragePool storage = libvirt.storagePoolLookupByName(pool);
          String path =
              Xml.value(Xml.parse(storage.getXMLDesc(0)).getDocumentElement(), "target", "path")
                  + "/"
                  + file;
          if (has(storage, file)) ensureLiesOn(node, storage.storageVolLookupByName(file), backing);
          else storage.storageVolCreateXML(overlay(file, backing, capacity), 0);
          return path;
        });
  }

  /** One that is there already is no other's, and no half of one. */
  private static void ensureLiesOn(Endpoint node, StorageVol volume, String backing)
      throws LibvirtException {
    Element there = Xml.parse(volume.getXMLDesc(0)).getDocumentElement();
    String lies = Xml.value(there, "backingStore", "path");
    if (lies.equals(backing)) return;
    throw Refused.conflict(
        "FILE_FOREIGN",
        "%s is on %s already, and is %s"
            .formatted(
                Xml.value(there, "target", "path"),
                node.node(),
                lies.isEmpty() ? "no overlay" : "an overlay on " + lies),
        "look whose it is; move it away from there, or choose another name or node");
  }

  /** After a refresh: files come, and are set aside, without libvirt being told. */
  private static boolean has(StoragePool storage, String file) throws LibvirtException {
    refresh(storage);
    return List.of(storage.listVolumes()).contains(file);
  }

  /** libvirt refuses it while it makes a volume there: that takes a moment. */
  private static void refresh(StoragePool storage) throws LibvirtException {
    for (int i = 1; ; i++) {
      try {
        storage.refresh(0);
        return;
      } catch (LibvirtException e) {
        if (i == MOST_REFRESHES || e.getError().getCode() != ErrorNumber.VIR_ERR_INTERNAL_ERROR)
          throw e;
        LockSupport.parkNanos(A_MOMENT.toNanos());
      }
    }
  }

  private static String overlay(String file, String backing, long capacity) {
    Document document = Xml.empty("volume");
    Element volume = document.getDocumentElement();
    Xml.add(volume, "name").setTextContent(file);
    Xml.add(volume, "capacity").setTextContent(Long.toString(capacity));
    Xml.add(Xml.add(volume, "target"), "format").setAttribute("type", "qcow2");
    Element store = Xml.add(volume, "backingStore");
    Xml.add(store, "path").setTextContent(backing);
    Xml.add(store, "format").setAttribute("type", "qcow2");
    return Xml.text(document);
  }

  @Override
  public List<String> networks(Endpoint node) {
    return on(node, "listing the networks", libvirt -> List.of(libvirt.listNetworks()));
  }

  @Override
  public void refresh(Endpoint node, String pool) {
    on(
        node,
        "refreshing pool " + pool,
        libvirt -> {
          refresh(libvirt.storagePoolLookupByName(pool));
          return null;
        });
  }

  @Override
  public void hangUp(Endpoint node) {
    connections.drop(node);
  }
}
