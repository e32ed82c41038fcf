package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** What a definition says, and what of it a clone gets. */
class GuestXmlTests {
  private static final UUID ID = UUID.fromString("6d1f0f6e-9c1a-4a8e-9a50-6a5e4d6c1b11");
  private static final long GIB = 1L << 30;

  /** A domain with everything in it that two guests cannot share. */
  private static final String GOLDEN =
      """
      <domain type='kvm' id='7' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>
        <name>golden</name>
        <uuid>11111111-2222-3333-4444-555555555555</uuid>
        <title>The golden one</title>
        <description>made by hand</description>
        <memory unit='GiB'>4</memory>
        <currentMemory unit='KiB'>2097152</currentMemory>
        <vcpu placement='static'>2</vcpu>
        <sysinfo type='smbios'>
          <system><entry name='manufacturer'>Corral</entry><entry name='uuid'>11111111-2222-3333-4444-555555555555</entry></system>
        </sysinfo>
        <os>
          <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
          <nvram>/var/lib/libvirt/qemu/nvram/golden_VARS.fd</nvram>
        </os>
        <devices>
          <emulator>/usr/bin/qemu-system-x86_64</emulator>
          <disk type='file' device='disk'>
            <driver name='qemu' type='qcow2' cache='none'/>
            <source file='/var/lib/libvirt/images/golden.qcow2'/>
            <backingStore type='file'><format type='qcow2'/><source file='/old.qcow2'/></backingStore>
            <target dev='vda' bus='virtio'/>
          </disk>
          <disk type='file'>
            <driver name='qemu' type='raw'/>
            <source file='/var/lib/libvirt/images/data.raw'/>
            <target dev='vdb' bus='virtio'/>
          </disk>
          <disk type='file' device='cdrom'>
            <source file='/iso/debian.iso'/>
            <target dev='sda' bus='sata'/>
            <readonly/>
          </disk>
          <disk type='file' device='disk'>
            <source file='/shared/tools.qcow2'/>
            <target dev='vdc' bus='virtio'/>
            <readonly/>
          </disk>
          <interface type='network'>
            <mac address='52:54:00:aa:bb:cc'/>
            <source network='default'/>
            <model type='virtio'/>
          </interface>
          <interface type='bridge'><mac address='52:54:00:aa:bb:cd'/><source bridge='br0'/></interface>
          <serial type='file'><source path='/var/log/golden.log'/><target port='0'/></serial>
          <console type='pty'><log file='/var/log/golden-console.log' append='on'/><target type='serial' port='0'/></console>
          <graphics type='vnc' port='5901' autoport='no' websocket='5701' listen='0.0.0.0'/>
          <graphics type='spice' port='5902' tlsPort='5903' autoport='no'/>
        </devices>
        <seclabel type='static' model='dac'><label>+0:+0</label></seclabel>
      </domain>
      """;

  private static final Map<String, String> DISKS =
      Map.of("vda", "/pool/web.vda.qcow2", "vdb", "/pool/web.vdb.qcow2");

  private static Element cloned(String name) {
    return Xml.parse(new GuestXml(GOLDEN).cloned(name, ID, "qemu", GIB, DISKS))
        .getDocumentElement();
  }

  @Test
  void readsItsWritableDisksAndNothingElseThatLooksLikeOne() {
    assertThat(new GuestXml(GOLDEN).disks())
        .containsExactly(
            new GuestXml.Disk("vda", "qcow2", "/var/lib/libvirt/images/golden.qcow2"),
            new GuestXml.Disk("vdb", "raw", "/var/lib/libvirt/images/data.raw"));
    assertThat(new GuestXml(GOLDEN).machine()).isEqualTo("pc-q35-7.2");
    assertThat(new GuestXml(GOLDEN).networks()).containsExactly("default");
  }

  @ParameterizedTest
  @CsvSource({
    "bytes, 1048576, 1",
    "b,     1048576, 1",
    "KiB,   1024,    1",
    "k,     1024,    1",
    "'',    1024,    1",
    "MiB,   512,     512",
    "M,     512,     512",
    "GiB,   2,       2048",
    "TiB,   1,       1048576"
  })
  void readsItsMemoryInEachOfLibvirtsUnits(String unit, long amount, long mib) {
    String attribute = unit.isEmpty() ? "" : " unit='" + unit + "'";
    String xml = "<domain><memory" + attribute + ">\n " + amount + " </memory></domain>";
    assertThat(new GuestXml(xml).memory()).isEqualTo(mib << 20);
  }

  @Test
  void aCloneHasANameAnIdATypeAndMemoryOfItsOwn() {
    Element clone = cloned("web");
    assertThat(clone.getAttribute("type")).isEqualTo("qemu");
    assertThat(clone.hasAttribute("id")).isFalse();
    assertThat(Xml.value(clone, "name")).isEqualTo("web");
    assertThat(Xml.value(clone, "uuid")).isEqualTo(ID.toString());
    for (String part : List.of("memory", "currentMemory")) {
      assertThat(Xml.value(clone, part)).isEqualTo("1048576");
      assertThat(Xml.only(clone, part).getAttribute("unit")).isEqualTo("KiB");
    }
    assertThat(Xml.all(clone, "title")).isEmpty();
    assertThat(Xml.all(clone, "description")).isEmpty();
    assertThat(Xml.all(clone, "seclabel")).isEmpty();
    assertThat(Xml.all(clone, "os", "nvram")).isEmpty();
  }

  @Test
  void aCloneKeepsWhatTheBaseIsLike() {
    Element clone = cloned("web");
    assertThat(Xml.value(clone, "vcpu")).isEqualTo("2");
    assertThat(Xml.first(clone, "os", "type").orElseThrow().getAttribute("machine"))
        .isEqualTo("pc-q35-7.2");
    assertThat(
            Xml.first(clone, "devices", "interface", "source")
                .orElseThrow()
                .getAttribute("network"))
        .isEqualTo("default");
    assertThat(Xml.first(clone, "devices", "disk", "driver").orElseThrow().getAttribute("cache"))
        .isEqualTo("none");
  }

  @Test
  void aClonesDisksAreItsOverlaysAndReadOnlyOnesStay() {
    List<Element> disks = Xml.all(cloned("web"), "devices", "disk");
    assertThat(disks)
        .extracting(d -> Xml.only(d, "source").getAttribute("file"))
        .containsExactly(
            "/pool/web.vda.qcow2", "/pool/web.vdb.qcow2", "/iso/debian.iso", "/shared/tools.qcow2");
    assertThat(disks.subList(0, 2))
        .allSatisfy(d -> assertThat(Xml.only(d, "driver").getAttribute("type")).isEqualTo("qcow2"));
    assertThat(disks).allSatisfy(d -> assertThat(Xml.all(d, "backingStore")).isEmpty());
  }

  @Test
  void twoClonesClashInNothing() {
    Element clone = cloned("web");
    assertThat(Xml.all(clone, "devices", "interface", "mac")).isEmpty();
    assertThat(Xml.all(clone, "devices", "graphics"))
        .hasSize(2)
        .allSatisfy(
            g -> {
              assertThat(g.getAttribute("autoport")).isEqualTo("yes");
              assertThat(g.hasAttribute("port")).isFalse();
              assertThat(g.hasAttribute("tlsPort")).isFalse();
              assertThat(g.getAttribute("websocket")).isIn("", "-1");
              assertThat(g.getAttribute("listen")).isEqualTo("0.0.0.0");
              assertThat(g.getAttribute("passwdValidTo")).isEqualTo("1970-01-01T00:00:00");
            });
    assertThat(Xml.all(clone, "devices", "console", "log")).isEmpty();
    assertThat(new GuestXml(GOLDEN).cloned("web", ID, "qemu", GIB, DISKS))
        .doesNotContain("golden")
        .doesNotContain("11111111-2222-3333-4444-555555555555");
  }

  @Test
  void aSerialLineIntoAFileBecomesATerminal() {
    Element serial = Xml.first(cloned("web"), "devices", "serial").orElseThrow();
    assertThat(serial.getAttribute("type")).isEqualTo("pty");
    assertThat(Xml.all(serial, "source")).isEmpty();
    assertThat(Xml.all(serial, "target")).hasSize(1);
  }

  @Test
  void aNameWithSignsOfXmlStaysText() {
    String nasty = "a</name><memory>9</memory>&lt;\"'&";
    Element clone = cloned(nasty);
    assertThat(clone.getElementsByTagName("name").item(0).getTextContent()).isEqualTo(nasty);
    assertThat(Xml.all(clone, "memory")).hasSize(1);
  }

  @Test
  void aPathWithSignsOfXmlStaysText() {
    String nasty = "/pool/a'/><evil x=\"&amp;.qcow2";
    String xml =
        new GuestXml(GOLDEN).cloned("web", ID, "kvm", GIB, Map.of("vda", nasty, "vdb", "/b"));
    assertThat(new GuestXml(xml).disks().get(0).file()).isEqualTo(nasty);
  }

  @Test
  void aCloneCanBeClonedAgain() {
    String once = new GuestXml(GOLDEN).cloned("web", ID, "qemu", GIB, DISKS);
    String twice = new GuestXml(once).cloned("web", ID, "qemu", GIB, DISKS);
    String passwords = "\\s+|passwd=\"[^\"]*\"";
    assertThat(twice.replaceAll(passwords, "")).isEqualTo(once.replaceAll(passwords, ""));
  }

  @Test
  void aDefinitionOfItsOwnDoesNotChange() {
    GuestXml golden = new GuestXml(GOLDEN);
    golden.cloned("web", ID, "qemu", GIB, DISKS);
    assertThat(golden.disks().get(0).file()).isEqualTo("/var/lib/libvirt/images/golden.qcow2");
    assertThat(golden.memory()).isEqualTo(4 * GIB);
  }

  @Test
  void aDocumentTypeIsRefused(@TempDir Path folder) throws IOException {
    Path secret = Files.writeString(folder.resolve("secret"), "the secret");
    for (String evil :
        List.of(
            "<!DOCTYPE domain><domain/>",
            "<!DOCTYPE d [<!ENTITY x SYSTEM '"
                + secret.toUri()
                + "'>]><domain><name>&x;</name></domain>",
            "<!DOCTYPE d [<!ENTITY a 'aaaa'><!ENTITY b '&a;&a;&a;'>]><domain>&b;</domain>",
            "<!DOCTYPE d SYSTEM 'http://127.0.0.1:1/x.dtd'><domain/>")) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> new GuestXml(evil))
          .withMessageContaining("DOCTYPE")
          .withMessageNotContaining("the secret");
    }
  }

  @Test
  void whatIsNoXmlIsRefused() {
    for (String text :
        List.of("", "error: no domain", "<domain>", "<a/><b/>", "<domain>&nosuch;</domain>"))
      assertThatIllegalArgumentException().isThrownBy(() -> new GuestXml(text));
  }
}
