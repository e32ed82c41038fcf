package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.fakes.LocalShell;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** All that a transfer's key may do, tried by a source host that means ill. */
class ReceiveTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);
  private static final int REFUSED = 126;

  @TempDir Path home;
  private Path folder;

  @BeforeEach
  void aFolder() throws IOException {
    folder = Files.createDirectory(home.resolve("pool"));
  }

  private Output say(String command, String input) {
    return new LocalShell()
        .run(
            NODE,
            new Command(
                List.of(
                    "setsid",
                    "-w",
                    "env",
                    "SSH_ORIGINAL_COMMAND=" + command,
                    "sh",
                    "-c",
                    HostScript.named("receive.sh"),
                    home.resolve("receiver").toString(),
                    folder.toString(),
                    "gold.part",
                    "gold.2.part"),
                input,
                Duration.ofSeconds(20)));
  }

  @Test
  void theNamedFileIsFilled() throws IOException {
    assertThat(say("receive gold.part 5 plain", "hello").exit()).isZero();
    assertThat(folder.resolve("gold.part")).hasContent("hello");
  }

  @Test
  void noOtherFileIs() {
    assertThat(say("receive other.part 5 plain", "hello").exit()).isEqualTo(REFUSED);
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void noLinkIsFollowed() throws IOException {
    Path victim = Files.writeString(home.resolve("victim"), "");
    Files.createSymbolicLink(folder.resolve("gold.part"), victim);
    assertThat(say("receive gold.part 5 plain", "hello").exit()).isEqualTo(REFUSED);
    assertThat(victim).isEmptyFile();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-lISze.LsfxCIvu --inplace",
        "-rISze.LsfxCIvu",
        "-DISze.LsfxCIvu",
        "-ISze.LsfxCIvu --delete",
        "-ISze.LsfxCIvu --write-devices",
        "-ISze.LsfxCIvu --links",
        "-ISze.LsfxCIvu --copy-dest ../../root",
        "-ISze.LsfxCIvu --copy-dest",
        "-ISze.LsfxCIvu --sender",
        "-ISze.LsfxCIvu --log-file=x",
        "-ISze.LsfxCIvu -x",
        "--inplace-"
      })
  void noOptionButThoseOfMendingIsTaken(String options) {
    Output output = say("rsync --server " + options + " . " + folder + "/", "");
    assertThat(output.exit()).as(output.words()).isEqualTo(REFUSED);
  }

  /** As rsync itself asks for them; it then ends for want of a sender. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "-ISze.LsfxCIvu --compress-level=1 --timeout=15 --info=STATS2 --inplace --no-W",
        "-ISLze.LsfxCIvu --compress-level=1 -B4096 --bwlimit=100 --timeout=15 --copy-dest"
            + " basis-mend-gold-g1-n2 --info=STATS2 --inplace --no-W"
      })
  void thoseOfMendingAreTaken(String options) {
    assertThat(say("rsync --server " + options + " . " + folder + "/", "").exit())
        .isNotEqualTo(REFUSED);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "sh", "receive ../x 5 plain", "receive gold.part x plain"})
  void nothingElseIsDone(String command) {
    assertThat(say(command, "hello").exit()).isEqualTo(REFUSED);
  }
}
