package dev.corral.host;

import dev.corral.shared.Display;
import java.security.SecureRandom;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.w3c.dom.Element;

/** A guest's screen in its definition: the element {@code graphics}, if it is VNC or SPICE. */
final class ScreenXml {
  private static final String SIGNS = "ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz23456789";

  /** What VNC's own way of asking for a password takes of it. */
  private static final int VNC_LENGTH = 8;

  private static final int SPICE_LENGTH = 32;
  private static final SecureRandom RANDOM = new SecureRandom();

  private ScreenXml() {}

  /**
   * It listens on all addresses of whichever node it runs on, at a free port, and lets nobody in:
   * its password is random, and was never good.
   */
  static void guard(Element domain) {
    for (Element screen : reachable(domain)) {
      for (String own : List.of("port", "tlsPort", "socket")) screen.removeAttribute(own);
      if (screen.hasAttribute("websocket")) screen.setAttribute("websocket", "-1"); // a free one
      screen.setAttribute("autoport", "yes");
      Xml.all(screen, "listen").forEach(Xml::remove);
      screen.setAttribute("listen", "0.0.0.0");
      Element listen = Xml.add(screen, "listen");
      listen.setAttribute("type", "address");
      listen.setAttribute("address", "0.0.0.0");
      admit(screen, Instant.EPOCH);
    }
  }

  /** Sets a new password that is good until then; answers it. */
  static String admit(Element screen, Instant until) {
    StringBuilder password = new StringBuilder();
    int length = screen.getAttribute("type").equals("vnc") ? VNC_LENGTH : SPICE_LENGTH;
    while (password.length() < length)
      password.append(SIGNS.charAt(RANDOM.nextInt(SIGNS.length())));
    screen.setAttribute("passwd", password.toString());
    screen.setAttribute(
        "passwdValidTo",
        DateTimeFormatter.ISO_LOCAL_DATE_TIME.format(until.atOffset(ZoneOffset.UTC).withNano(0)));
    return password.toString();
  }

  /** The first in the definition of a running guest. */
  static Optional<Element> first(Element domain) {
    return reachable(domain).stream().findFirst();
  }

  /** Where it is while the guest runs on that node. */
  static Optional<Display> of(Element domain, Endpoint node) {
    return first(domain)
        .map(
            s ->
                new Display(
                    node.node(),
                    s.getAttribute("type"),
                    node.address(),
                    port(s, "port"),
                    port(s, "tlsPort")))
        .filter(d -> d.port() != null || d.tlsPort() != null);
  }

  private static Integer port(Element screen, String name) {
    String port = screen.getAttribute(name);
    return port.isEmpty() || port.startsWith("-") ? null : Integer.valueOf(port);
  }

  /** One that draws by the host's card ({@code gl}) or listens nowhere is for the host alone. */
  private static List<Element> reachable(Element domain) {
    return Xml.all(domain, "devices", "graphics").stream()
        .filter(g -> List.of("vnc", "spice").contains(g.getAttribute("type")))
        .filter(
            g -> Xml.all(g, "gl").stream().noneMatch(l -> l.getAttribute("enable").equals("yes")))
        .filter(
            g ->
                Xml.all(g, "listen").stream().noneMatch(l -> l.getAttribute("type").equals("none")))
        .toList();
  }
}
