package dev.corral.clone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.host.GuestXml;
import dev.corral.shared.HypervisorFacts;
import dev.corral.shared.Offers;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MisfitTests {
  private static final GuestXml GUEST =
      new GuestXml(
          """
          <domain type='kvm'>
            <os><type arch='x86_64' machine='pc-q35-7.2'>hvm</type></os>
            <devices>
              <interface type='network'><source network='lab'/></interface>
              <interface type='bridge'><source bridge='br0'/></interface>
              <interface type='direct'><source dev='eth1' mode='bridge'/></interface>
              <hostdev mode='subsystem' type='pci'>
                <source><address domain='0x0000' bus='0x01' slot='0x1f' function='0x3'/></source>
                <address type='pci' domain='0x0000' bus='0x05' slot='0x00' function='0x0'/>
              </hostdev>
              <hostdev mode='subsystem' type='usb'>
                <source><vendor id='0x1d6b'/><product id='0x0002'/></source>
              </hostdev>
            </devices>
          </domain>""");
  private static final List<String> LINKS = List.of("br0", "eth1");
  private static final List<String> DEVICES = List.of("pci 0000:01:1f.3", "usb 1d6b:0002");

  private static HypervisorFacts facts(String... machines) {
    return new HypervisorFacts(
        UUID.randomUUID(), "n2", 8, "9.0.0", "/usr/bin/kvm", List.of("kvm"), List.of(machines));
  }

  private static String why(HypervisorFacts facts, Offers offers) {
    return Misfit.of(GUEST, facts, offers).map(Misfit::why).orElse("fits");
  }

  @Test
  void aNodeThatOffersAllFitsAndSoDoesOneOfWhichNothingIsKnown() {
    assertThat(why(facts("q35", "pc-q35-7.2"), new Offers(List.of("lab"), LINKS, DEVICES)))
        .isEqualTo("fits");
    assertThat(why(null, null)).isEqualTo("fits");
    assertThat(Misfit.of(new GuestXml("<domain/>"), facts(), new Offers(LINKS, LINKS, LINKS)))
        .isEmpty();
  }

  @Test
  void aMachineTypeIsNeverReplacedByANearOne() {
    assertThat(why(facts("q35", "pc-q35-7.1"), null))
        .isEqualTo("offers no machine type pc-q35-7.2");
  }

  @ParameterizedTest
  @CsvSource({
    "other, br0, eth1, 0000:01:1f.3, 1d6b:0002, has no active network 'lab'",
    "lab,   br1, eth1, 0000:01:1f.3, 1d6b:0002, has no network device 'br0'",
    "lab,   br0, eth0, 0000:01:1f.3, 1d6b:0002, has no network device 'eth1'",
    "lab,   br0, eth1, 0000:05:00.0, 1d6b:0002, has no device pci 0000:01:1f.3",
    "lab,   br0, eth1, 0000:01:1f.3, 1d6b:0003, has no device usb 1d6b:0002"
  })
  void whatIsMissingIsNamed(
      String network, String bridge, String card, String pci, String usb, String why) {
    Offers offers =
        new Offers(List.of(network), List.of(bridge, card), List.of("pci " + pci, "usb " + usb));
    assertThat(why(facts("pc-q35-7.2"), offers)).isEqualTo(why);
  }
}
