package dev.corral.host;

import dev.corral.shared.Display;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.libvirt.Connect;
import org.libvirt.Domain;
import org.libvirt.LibvirtException;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;

/** The screens of running guests, by what libvirt says at that moment. */
@Component
public class Screens {
  /** VIR_DOMAIN_XML_SECURE and VIR_DOMAIN_AFFECT_LIVE, of libvirt-domain.h. */
  private static final int SECURE = 1;

  private static final int LIVE = 1;

  private final LibvirtConnections connections;
  private final RemoteShell shell;

  Screens(LibvirtConnections connections, RemoteShell shell) {
    this.connections = connections;
    this.shell = shell;
  }

  /** Whoever has this password gets in at this display. */
  public record Admission(Display display, String password) {
    /** Without the password. */
    @Override
    public String toString() {
      return "Admission[" + display + "]";
    }
  }

  /** Where a guest's screen is; empty if it does not run, or has none that can be reached. */
  public Optional<Display> of(Endpoint node, UUID guest) {
    return connections.on(
        node,
        "looking for the display of guest " + guest,
        libvirt -> live(libvirt, guest).flatMap(d -> ScreenXml.of(d, node)));
  }

  /** Sets a new password that is good for so long, by the node's own clock. */
  public Optional<Admission> admit(Endpoint node, UUID guest, Duration lasts) {
    Instant now = clock(node);
    return connections.on(
        node,
        "setting a password for the display of guest " + guest,
        libvirt -> {
          Optional<Element> definition = live(libvirt, guest);
          Optional<Display> display = definition.flatMap(d -> ScreenXml.of(d, node));
          if (display.isEmpty()) return Optional.empty();
          Element screen = ScreenXml.first(definition.get()).orElseThrow();
          String password = ScreenXml.admit(screen, now.plus(lasts));
          libvirt.domainLookupByUUID(guest).updateDeviceFlags(Xml.text(screen), LIVE);
          return Optional.of(new Admission(display.get(), password));
        });
  }

  private Instant clock(Endpoint node) {
    String seconds =
        shell.demand(node, "reading the clock", Command.of("date", "+%s")).out().strip();
    return Instant.ofEpochSecond(Long.parseLong(seconds));
  }

  private static Optional<Element> live(Connect libvirt, UUID guest) throws LibvirtException {
    Optional<Domain> domain = Domains.find(libvirt, guest);
    if (domain.isEmpty() || Domains.off(domain.get().getInfo().state)) return Optional.empty();
    return Optional.of(Xml.parse(domain.get().getXMLDesc(SECURE)).getDocumentElement());
  }
}
