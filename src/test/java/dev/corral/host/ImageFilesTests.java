package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.corral.fakes.LocalShell;
import dev.corral.host.ImageFiles.Image;
import dev.corral.host.ImageFiles.Source;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images, on this machine in the place of a node. */
class ImageFilesTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);
  private static final String SECRET = "what only the host may read";

  @TempDir Path folder;
  private final LocalShell shell = new LocalShell();

  private void run(String script, String... arguments) {
    Output output = shell.run(NODE, Command.script(script, arguments));
    assertThat(output.ok()).as(output.words()).isTrue();
  }

  /** A guest may write into its raw disk what looks like an image that lies on a host's file. */
  @Test
  void aRawDiskIsReadAsRawWhateverItsGuestHasWritten() throws IOException {
    assumeTrue(shell.run(NODE, Command.of("which", "qemu-img")).ok(), "qemu-img is not here");
    Path host = folder.resolve("shadow");
    Files.writeString(host, SECRET.repeat(64));
    Path disk = folder.resolve("golden.img");
    run("qemu-img create -q -f qcow2 -F raw -b \"$1\" \"$2\" 64k", host.toString(), disk + "");
    ImageFiles files = new ImageFiles(shell, new DetachedWork(shell, folder + "/work/"));
    Image image = new Image(folder.toString(), "base.qcow2");
    ImageFiles.Job job = new ImageFiles.Job(NODE, "convert", "making an image", true);
    await()
        .atMost(Duration.ofSeconds(30))
        .until(
            () ->
                files
                    .convert(job, Map.of(new Source(disk.toString(), "raw"), image), false)
                    .finished());
    Path all = folder.resolve("all");
    run("qemu-img convert -f qcow2 -O raw \"$1\" \"$2\"", image.part(), all.toString());
    String seen = new String(Files.readAllBytes(all), StandardCharsets.ISO_8859_1);
    assertThat(seen).startsWith("QFI").doesNotContain(SECRET);
  }
}
