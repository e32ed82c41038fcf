package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.fakes.LocalShell;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptStateTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);

  @TempDir Path nvram;

  private void put(String content) {
    String coded = Base64.getEncoder().encodeToString(content.getBytes(StandardCharsets.UTF_8));
    Output output =
        new LocalShell().run(NODE, KeptState.put(nvram.resolve("a_VARS.fd").toString(), coded));
    assertThat(output.ok()).as(output.words()).isTrue();
  }

  @Test
  void variablesOfSomebodyElseThatAreInTheWayAreKeptBeside() throws IOException {
    Files.writeString(nvram.resolve("a_VARS.fd"), "theirs");
    put("ours");
    put("ours");
    assertThat(nvram.resolve("a_VARS.fd")).hasContent("ours");
    assertThat(nvram.resolve("a_VARS.fd.before-1")).hasContent("theirs");
    assertThat(nvram.resolve("a_VARS.fd.before-2")).doesNotExist();
    put("ours, later");
    assertThat(nvram.resolve("a_VARS.fd.before-2")).hasContent("ours");
  }
}
