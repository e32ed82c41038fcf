package dev.corral.host;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.w3c.dom.Document;
import org.w3c.dom.Element;

/** A guest's definition, read and rewritten. */
public final class GuestXml {
  private final String xml;

  /** Refuses text that is no XML, or that carries a document type. */
  public GuestXml(String xml) {
    Xml.parse(xml);
    this.xml = xml;
  }

  /** libvirt's id; null if the definition has none. */
  public UUID id() {
    String id = Xml.value(root(), "uuid");
    return id.isEmpty() ? null : UUID.fromString(id);
  }

  /** The file that keeps its firmware's variables, or an empty text. */
  public String nvram() {
    return Xml.value(root(), "os", "nvram");
  }

  /** A disk that is a file. */
  public record Disk(String target, String format, String file) {}

  /** Its writable disks that are files, in order. CD-ROMs and floppies are none. */
  public List<Disk> disks() {
    List<Disk> disks = new ArrayList<>();
    for (Element disk : writable(root())) {
      disks.add(
          new Disk(
              attribute(disk, "target", "dev"),
              attribute(disk, "driver", "type"),
              attribute(disk, "source", "file")));
    }
    return disks;
  }

  /** Its memory in bytes. */
  public long memory() {
    Element memory = Xml.only(root(), "memory");
    long amount = Long.parseLong(memory.getTextContent().strip());
    return amount * unit(memory.getAttribute("unit"));
  }

  /** libvirt's units: KiB if there is none. */
  private static long unit(String name) {
    return switch (name) {
      case "b", "bytes" -> 1;
      case "M", "MiB" -> 1L << 20;
      case "G", "GiB" -> 1L << 30;
      case "T", "TiB" -> 1L << 40;
      default -> 1L << 10;
    };
  }

  /** The machine type, as {@code pc-q35-7.2}. */
  public String machine() {
    return Xml.first(root(), "os", "type").map(t -> t.getAttribute("machine")).orElse("");
  }

  /** The networks of libvirt that its interfaces are on. */
  public List<String> networks() {
    return Xml.all(root(), "devices", "interface", "source").stream()
        .map(s -> s.getAttribute("network"))
        .filter(n -> !n.isEmpty())
        .toList();
  }

  /** The network devices of the host that its interfaces are on, as {@code br0}. */
  public List<String> links() {
    return Xml.all(root(), "devices", "interface", "source").stream()
        .map(s -> s.getAttribute("bridge") + s.getAttribute("dev"))
        .filter(n -> !n.isEmpty())
        .toList();
  }

  /**
   * The devices of the host that it is given, as {@code pci 0000:01:00.0} or {@code usb 1d6b:0002};
   * of other kinds none is named.
   */
  public List<String> hostDevices() {
    return Stream.concat(
            Xml.all(root(), "devices", "hostdev").stream(),
            Xml.all(root(), "devices", "interface").stream())
        .flatMap(d -> Xml.all(d, "source").stream())
        .map(GuestXml::hostDevice)
        .flatMap(Optional::stream)
        .toList();
  }

  private static Optional<String> hostDevice(Element source) {
    Optional<Element> vendor = Xml.first(source, "vendor");
    if (vendor.isPresent())
      return Optional.of(
          "usb %04x:%04x"
              .formatted(number(vendor.get(), "id"), number(Xml.only(source, "product"), "id")));
    return Xml.first(source, "address")
        .filter(a -> a.hasAttribute("slot"))
        .map(
            a ->
                "pci %04x:%02x:%02x.%x"
                    .formatted(
                        number(a, "domain"),
                        number(a, "bus"),
                        number(a, "slot"),
                        number(a, "function")));
  }

  /** As libvirt writes it: {@code 0x1f}, or in tens. */
  private static int number(Element of, String attribute) {
    String text = of.getAttribute(attribute);
    return text.isEmpty() ? 0 : Integer.decode(text);
  }

  /**
   * The definition of a clone: a name and an id of its own, its own disks, and nothing that could
   * clash with another guest (hardware addresses, fixed display ports, files it logs to). Its
   * display lets nobody in until a ticket is asked for.
   *
   * @param domainType {@code kvm} or {@code qemu}
   * @param memory in bytes
   * @param disks the file of each target
   */
  public String cloned(
      String name, UUID id, String domainType, long memory, Map<String, String> disks) {
    Document document = Xml.parse(xml);
    Element domain = document.getDocumentElement();
    domain.setAttribute("type", domainType);
    domain.removeAttribute("id");
    Xml.only(domain, "name").setTextContent(name);
    Xml.only(domain, "uuid").setTextContent(id.toString());
    for (String part : List.of("memory", "currentMemory")) {
      Element element = Xml.only(domain, part);
      element.setAttribute("unit", "KiB");
      element.setTextContent(Long.toString(memory / 1024));
    }
    for (String part : List.of("seclabel", "title", "description"))
      Xml.all(domain, part).forEach(Xml::remove);
    Xml.all(domain, "os", "nvram").forEach(Xml::remove);
    mark(domain, name);
    Xml.all(domain, "sysinfo", "system", "entry").stream()
        .filter(e -> e.getAttribute("name").equals("uuid")) // libvirt demands the domain's own
        .forEach(Xml::remove);
    for (Element disk : writable(domain)) {
      Xml.only(disk, "source").setAttribute("file", disks.get(attribute(disk, "target", "dev")));
      Xml.only(disk, "driver").setAttribute("type", "qcow2");
      Xml.all(disk, "backingStore").forEach(Xml::remove);
    }
    Xml.all(domain, "devices", "interface", "mac").forEach(Xml::remove);
    ScreenXml.guard(domain);
    for (String kind : List.of("serial", "console", "parallel", "channel")) {
      for (Element device : Xml.all(domain, "devices", kind)) {
        Xml.all(device, "log").forEach(Xml::remove);
        if (!device.getAttribute("type").equals("file")) continue;
        device.setAttribute("type", "pty");
        Xml.all(device, "source").forEach(Xml::remove);
      }
    }
    return Xml.text(document);
  }

  /** Whoever reads the definition on the host sees whose it is. */
  private static void mark(Element domain, String name) {
    Element metadata = Xml.only(domain, "metadata");
    Xml.all(metadata, "corral:clone").forEach(Xml::remove);
    Element mark = Xml.add(metadata, "corral:clone");
    mark.setAttribute("xmlns:corral", "urn:corral:clone:1");
    mark.setAttribute("name", name);
  }

  /** The same definition with another program to run it, if it names one. */
  public String emulatedBy(String program) {
    Document document = Xml.parse(xml);
    Xml.all(document.getDocumentElement(), "devices", "emulator")
        .forEach(e -> e.setTextContent(program));
    return Xml.text(document);
  }

  /** The program that runs it, or an empty text. */
  public String emulator() {
    return Xml.first(root(), "devices", "emulator").map(Element::getTextContent).orElse("");
  }

  private Element root() {
    return Xml.parse(xml).getDocumentElement();
  }

  private static List<Element> writable(Element domain) {
    return Xml.all(domain, "devices", "disk").stream()
        .filter(d -> d.getAttribute("device").isEmpty() || d.getAttribute("device").equals("disk"))
        .filter(d -> Xml.all(d, "readonly").isEmpty())
        .toList();
  }

  private static String attribute(Element of, String child, String name) {
    Optional<Element> found = Xml.first(of, child);
    return found.map(e -> e.getAttribute(name)).orElse("");
  }
}
