package dev.corral.ui.node;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class NodeLineTests {
  private static NodeLine only(String list) {
    List<NodeLine> lines = NodeLine.read(list);
    assertThat(lines).hasSize(1);
    return lines.get(0);
  }

  @Test
  void aNameAndAnAddressAreEnough() {
    NodeLine line = only("n1,10.0.0.1");
    assertThat(line.name()).isEqualTo("n1");
    assertThat(line.address()).isEqualTo("10.0.0.1");
    assertThat(line.port()).isNull();
    assertThat(line.problem()).isNull();
  }

  @Test
  void theRestComesInAnyOrderAndWithAnySeparator() {
    NodeLine line = only("n1;ops@host.example:2222  rack=a, 52:54:00:12:34:56\tgpu=yes main");
    assertThat(line.user()).isEqualTo("ops");
    assertThat(line.address()).isEqualTo("host.example");
    assertThat(line.port()).isEqualTo(2222);
    assertThat(line.mac()).isEqualTo("52:54:00:12:34:56");
    assertThat(line.labels()).isEqualTo(Map.of("rack", "a", "gpu", "yes"));
    assertThat(line.main()).isTrue();
  }

  @Test
  void anAddressMayBeOneOfSixteenBytes() {
    assertThat(only("n1 fd00::1").address()).isEqualTo("fd00::1");
    assertThat(only("n1 [fd00::1]:2222").address()).isEqualTo("fd00::1");
    assertThat(only("n1 [fd00::1]:2222").port()).isEqualTo(2222);
  }

  @Test
  void headingsCommentsAndEmptyLinesAreLeftOut() {
    assertThat(NodeLine.read("name,address,mac\n\n# rack a\nn1,a # old\nn2,b")).hasSize(2);
  }

  @Test
  void aLineThatCannotBeReadSaysWhyAndLeavesTheOthers() {
    List<NodeLine> lines = NodeLine.read("n1\nn2,b,what\nn3,c\nn3,d\nn4,c");
    assertThat(lines)
        .extracting(l -> l.problem() == null)
        .containsExactly(false, false, true, false, false);
    assertThat(lines.get(1).problem().detail()).contains("'what'");
  }
}
