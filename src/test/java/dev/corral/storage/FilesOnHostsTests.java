package dev.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.fakes.LocalShell;
import dev.corral.host.Endpoint;
import dev.corral.host.Output;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Marks and what is set aside, in a pool of this machine. */
class FilesOnHostsTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);
  private static final String GUEST = UUID.randomUUID().toString();
  private static final String DISK = "gold-1.vda.qcow2";

  @TempDir Path pool;

  private String claim(String guest, String node, boolean known) {
    return say("claim.sh", pool.toString(), DISK, guest, node, "op", known ? "known" : "");
  }

  private String leave(String how, String guest, String... files) {
    List<String> words =
        new ArrayList<>(
            List.of(pool.toString(), how, "id-1", guest, "n1", "{\"clone\":\"gold-1\"}"));
    words.addAll(List.of(files));
    return say("leave.sh", words.toArray(String[]::new));
  }

  private static String say(String script, String... arguments) {
    Output output = new LocalShell().run(NODE, StorageScript.named(script, arguments));
    assertThat(output.ok()).as(output.words()).isTrue();
    return output.out().strip();
  }

  private Path disk(String content) throws IOException {
    return Files.writeString(pool.resolve(DISK), content);
  }

  @Test
  void aNameThatIsFreeBecomesOnesOwnAndStaysSo() throws IOException {
    assertThat(claim(GUEST, "n1", false)).isEqualTo("ours");
    disk("mine");
    assertThat(claim(GUEST, "n1", false)).isEqualTo("ours");
  }

  @Test
  void aFileWithoutAMarkIsNobodysToTakeUnlessTheGuestsDefinitionNamesIt() throws IOException {
    disk("theirs");
    assertThat(claim(GUEST, "n1", false)).isEqualTo("unmarked");
    assertThat(leave("aside", GUEST, DISK)).isEqualTo("foreign " + DISK + "\nempty");
    assertThat(leave("discard", GUEST, DISK)).startsWith("foreign");
    assertThat(pool.resolve(DISK)).hasContent("theirs");
    assertThat(claim(GUEST, "n1", true)).isEqualTo("ours");
  }

  @Test
  void anothersFileStaysAnothers() throws IOException {
    String other = UUID.randomUUID().toString();
    claim(other, "n1", false);
    disk("theirs");
    assertThat(claim(GUEST, "n1", true)).isEqualTo("foreign " + other);
    assertThat(leave("aside", GUEST, DISK)).startsWith("foreign " + DISK);
    assertThat(pool.resolve(DISK)).hasContent("theirs");
  }

  @Test
  void aMarkWithoutAFileGivesWay() {
    claim(UUID.randomUUID().toString(), "n1", false);
    assertThat(claim(GUEST, "n1", false)).isEqualTo("ours");
  }

  @Test
  void twoNodesThatSeeOneFolderAreNoticed() throws IOException {
    claim(GUEST, "n1", false);
    disk("mine");
    assertThat(claim(GUEST, "n2", false)).isEqualTo("shared n1");
  }

  @Test
  void whatLeavesItsPlaceIsSetAsideWithAManifestAndLosesItsMark() throws IOException {
    claim(GUEST, "n1", false);
    disk("mine");
    assertThat(leave("aside", GUEST, DISK, "gold-1.vdb.qcow2")).matches("moved \\d+ " + DISK);
    assertThat(pool.resolve(DISK)).doesNotExist();
    assertThat(pool.resolve(".corral/own/" + DISK)).doesNotExist();
    assertThat(pool.resolve(".corral/aside/id-1/" + DISK)).hasContent("mine");
    assertThat(pool.resolve(".corral/aside/id-1/manifest.json"))
        .hasContent("{\"clone\":\"gold-1\"}\n");
    assertThat(leave("aside", GUEST, DISK)).isEmpty(); // again, after a kill
  }

  @Test
  void theMarkOfAnothersFileThatIsJustBeingMadeStays() {
    String other = UUID.randomUUID().toString();
    claim(other, "n1", false);
    assertThat(leave("aside", GUEST, DISK)).isEqualTo("empty");
    assertThat(pool.resolve(".corral/own/" + DISK)).content().startsWith(other);
    assertThat(leave("aside", other, DISK)).isEqualTo("empty");
    assertThat(pool.resolve(".corral/own/" + DISK)).doesNotExist();
  }

  @Test
  void aSecondFileOfThatNameReplacesNothing() throws IOException {
    for (String content : List.of("one", "two")) {
      claim(GUEST, "n1", false);
      disk(content);
      leave("aside", GUEST, DISK);
    }
    assertThat(pool.resolve(".corral/aside/id-1/" + DISK)).hasContent("one");
    assertThat(pool.resolve(".corral/aside/id-1/" + DISK + ".2")).hasContent("two");
  }

  @Test
  void aFileThatAProcessHasOpenStays() throws IOException {
    claim(GUEST, "n1", false);
    disk("mine");
    try (RandomAccessFile open = new RandomAccessFile(pool.resolve(DISK).toFile(), "rw")) {
      assertThat(open.length()).isPositive();
      assertThat(leave("aside", GUEST, DISK)).isEqualTo("open " + DISK + "\nempty");
    }
    assertThat(pool.resolve(DISK)).hasContent("mine");
  }

  @Test
  void aLinkInTheWayIsNotFollowed() throws IOException {
    Path victim = Files.writeString(pool.resolve("victim"), "theirs");
    claim(GUEST, "n1", false);
    Files.createSymbolicLink(pool.resolve(DISK), victim);
    assertThat(leave("discard", GUEST, DISK)).startsWith("foreign");
    assertThat(victim).hasContent("theirs");
  }

  @Test
  void purgingTakesTheOneFolderAndNothingBeside() throws IOException {
    claim(GUEST, "n1", false);
    disk("mine");
    leave("aside", GUEST, DISK);
    say("purge.sh", pool.toString(), "id-1");
    assertThat(pool.resolve(".corral/aside")).isEmptyDirectory();
    Output refused =
        new LocalShell().run(NODE, StorageScript.named("purge.sh", pool.toString(), ".."));
    assertThat(refused.ok()).isFalse();
    assertThat(pool.resolve(".corral/aside")).exists();
  }
}
