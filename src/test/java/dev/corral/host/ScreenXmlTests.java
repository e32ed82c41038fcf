package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.shared.Display;
import dev.corral.shared.NodeName;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;

class ScreenXmlTests {
  private static final Endpoint N1 = new Endpoint(new NodeName("n1"), "10.0.0.1", 22, "root", null);

  private static Element domain(String graphics) {
    return Xml.parse("<domain><devices>" + graphics + "</devices></domain>").getDocumentElement();
  }

  private static Element guarded(String graphics) {
    Element domain = domain(graphics);
    ScreenXml.guard(domain);
    return Xml.first(domain, "devices", "graphics").orElseThrow();
  }

  @Test
  void aGuardedScreenListensWhereverItsGuestIsAndLetsNobodyIn() {
    Element screen =
        guarded(
            "<graphics type='vnc' port='5901' autoport='no' listen='127.0.0.1' passwd='golden' socket='/run/x'>"
                + "<listen type='address' address='127.0.0.1'/></graphics>");
    assertThat(screen.getAttribute("autoport")).isEqualTo("yes");
    assertThat(screen.hasAttribute("port")).isFalse();
    assertThat(screen.hasAttribute("socket")).isFalse();
    assertThat(Xml.all(screen, "listen"))
        .singleElement()
        .satisfies(l -> assertThat(l.getAttribute("address")).isEqualTo("0.0.0.0"));
    assertThat(screen.getAttribute("passwd")).hasSize(8).isNotEqualTo("golden");
    assertThat(screen.getAttribute("passwdValidTo")).isEqualTo("1970-01-01T00:00:00");
  }

  @Test
  void whatIsForTheHostAloneIsLeftAsItIs() {
    for (String local :
        new String[] {
          "<graphics type='sdl' display=':0'/>",
          "<graphics type='spice'><listen type='none'/></graphics>",
          "<graphics type='spice' autoport='no'><gl enable='yes'/></graphics>"
        }) {
      assertThat(guarded(local).hasAttribute("passwd")).as(local).isFalse();
      assertThat(ScreenXml.of(domain(local), N1)).as(local).isEmpty();
    }
  }

  @Test
  void eachPasswordIsAnotherAndIsGoodUntilThen() {
    Element screen = guarded("<graphics type='spice'/>");
    String first = screen.getAttribute("passwd");
    String second = ScreenXml.admit(screen, Instant.parse("2026-01-02T03:04:05.678Z"));
    assertThat(second).hasSize(32).isNotEqualTo(first).isEqualTo(screen.getAttribute("passwd"));
    assertThat(screen.getAttribute("passwdValidTo")).isEqualTo("2026-01-02T03:04:05");
  }

  @Test
  void saysWhereTheFirstScreenOfARunningGuestIs() {
    assertThat(ScreenXml.of(domain("<graphics type='vnc' port='5903'/>"), N1))
        .contains(new Display(N1.node(), "vnc", "10.0.0.1", 5903, null));
    assertThat(
            ScreenXml.of(
                domain(
                    "<graphics type='sdl'/><graphics type='spice' port='-1' tlsPort='5905'/><graphics type='vnc' port='5900'/>"),
                N1))
        .contains(new Display(N1.node(), "spice", "10.0.0.1", null, 5905));
    assertThat(ScreenXml.of(domain("<video/>"), N1)).isEmpty();
    assertThat(ScreenXml.of(domain("<graphics type='vnc' port='-1'/>"), N1)).isEmpty();
  }
}
