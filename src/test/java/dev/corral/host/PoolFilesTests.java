package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.fakes.LocalShell;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PoolFilesTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);
  private static final int MAGIC = 0x514649fb;

  @TempDir Path pool;
  private final PoolFiles files = new PoolFiles(new LocalShell());

  /** As qcow2 begins: magic, version, offset and length of the backing file's name. */
  private String image(String name, int magic, String backing) throws IOException {
    byte[] text = backing.getBytes(StandardCharsets.UTF_8);
    ByteBuffer header = ByteBuffer.allocate(512);
    header.putInt(magic).putInt(3).putLong(text.length == 0 ? 0 : 256).putInt(text.length);
    header.position(256).put(text);
    Files.write(pool.resolve(name), header.array());
    return pool.resolve(name).toString();
  }

  @Test
  void whatAnImageLiesOnStandsInItsHeader() throws IOException {
    String overlay = image("a.qcow2", MAGIC, "/base/gold.qcow2");
    String near = image("b.qcow2", MAGIC, "gold.qcow2");
    String alone = image("c.qcow2", MAGIC, "");
    String other = image("d.raw", 0x1234, "/etc/shadow");
    String far = image("e.qcow2", MAGIC, "json:{\"driver\":\"nbd\"}");
    assertThat(files.backing(NODE, List.of(overlay, near, alone, other, far, pool + "/none")))
        .containsOnlyKeys(overlay, near, far)
        .containsEntry(overlay, "/base/gold.qcow2")
        .containsEntry(near, pool + "/gold.qcow2")
        .containsEntry(far, "json:{\"driver\":\"nbd\"}");
  }
}
