package dev.corral.clone;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.host.GuestXml;
import java.util.Set;
import org.junit.jupiter.api.Test;

class AlterationsTests {
  private static final String OWN = "/images/gold-1.vda.qcow2";

  private static GuestXml guest(String... disks) {
    StringBuilder xml = new StringBuilder("<domain><name>gold-1</name><devices>");
    for (String disk : disks) {
      String[] words = disk.split(" ");
      xml.append(
          "<disk type='file' device='disk'><driver type='qcow2'/><source file='%s'/><target dev='%s'/></disk>"
              .formatted(words[1], words[0]));
    }
    return new GuestXml(xml.append("</devices></domain>").toString());
  }

  @Test
  void oneAsItWasMadeHasNothingInTheWay() {
    assertThat(Alterations.of("gold-1", guest("vda " + OWN), Set.of(OWN))).isEmpty();
  }

  @Test
  void aSnapshotLayerIsNamedWithTheCommandThatMergesIt() {
    assertThat(Alterations.of("gold-1", guest("vda /images/gold-1.vda.s1"), Set.of(OWN)))
        .singleElement()
        .asString()
        .contains("/images/gold-1.vda.s1", "virsh blockcommit gold-1 vda --active --pivot");
  }

  @Test
  void anAddedDiskIsNamedWithTheCommandThatTakesItAway() {
    assertThat(
            Alterations.of(
                "gold-1", guest("vda " + OWN, "vdb /images/gold-1.vdb.qcow2"), Set.of(OWN)))
        .singleElement()
        .asString()
        .contains("/images/gold-1.vdb.qcow2", "virsh detach-disk gold-1 vdb --config");
  }
}
