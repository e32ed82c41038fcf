package dev.corral.storage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.fakes.LocalShell;
import dev.corral.host.Endpoint;
import dev.corral.host.Output;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.util.FileSystemUtils;

/** What was set aside comes back, in a pool of this machine. */
class ReturnOnHostsTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);
  private static final String GUEST = UUID.randomUUID().toString();
  private static final String OTHER = UUID.randomUUID().toString();
  private static final String DISK = "gold-1.vda.qcow2";
  private static final String SECOND = "gold-1.vdb.qcow2";

  @TempDir Path pool;
  @TempDir Path libvirt;

  @BeforeEach
  void removed() throws IOException {
    for (String file : new String[] {DISK, SECOND}) {
      mark(file, GUEST);
      Files.writeString(pool.resolve(file), "mine " + file);
    }
    Path nvram = Files.writeString(libvirt.resolve("gold-1_VARS.fd"), "variables");
    Path memory = Files.writeString(libvirt.resolve("gold-1.save"), "memory");
    keep(nvram, memory);
    Files.delete(nvram); // as libvirt does
    say("leave.sh", pool.toString(), "aside", "id-1", GUEST, "n1", "{}", DISK, SECOND);
    assertThat(pool.resolve(DISK)).doesNotExist();
  }

  private void keep(Path nvram, Path memory) {
    Output kept =
        new LocalShell()
            .run(
                NODE,
                StorageScript.named(
                        "keep.sh",
                        pool.toString(),
                        "id-1",
                        "{}",
                        nvram.toString(),
                        memory.toString())
                    .reading("<domain/>"));
    assertThat(kept.ok()).as(kept.words()).isTrue();
  }

  private void mark(String file, String guest) {
    say("claim.sh", pool.toString(), file, guest, "n1", "op", "");
  }

  private static String say(String script, String... arguments) {
    Output output = new LocalShell().run(NODE, StorageScript.named(script, arguments));
    assertThat(output.ok()).as(output.words()).isTrue();
    return output.out().strip();
  }

  private String back() {
    return say("back.sh", pool.toString(), "id-1", GUEST, "n1", "op2", DISK, SECOND);
  }

  private String state() {
    return say(
        "state.sh",
        pool.toString(),
        "id-1",
        libvirt.resolve("nvram/gold-1_VARS.fd").toString(),
        libvirt.resolve("gold-1.save").toString());
  }

  private Path aside(String file) {
    return pool.resolve(".corral/aside/id-1/" + file);
  }

  @Test
  void itsFilesAreInTheirPlaceAndItsOwnAgainHoweverOftenItIsAskedFor() {
    assertThat(back()).matches("back \\d+ " + DISK + "\nback \\d+ " + SECOND);
    assertThat(pool.resolve(DISK)).hasContent("mine " + DISK);
    assertThat(pool.resolve(".corral/own/" + DISK)).content().startsWith(GUEST + " n1 op2");
    assertThat(back()).isEqualTo("there " + DISK + "\nthere " + SECOND);
    assertThat(pool.resolve(SECOND)).hasContent("mine " + SECOND);
  }

  @Test
  void aKillBetweenTheMarkAndTheFileDoesNoHarm() {
    mark(DISK, GUEST);
    assertThat(back()).startsWith("back ");
    assertThat(pool.resolve(DISK)).hasContent("mine " + DISK);
  }

  @Test
  void anothersFileInThePlaceStaysAndSoDoesWhatIsAside() throws IOException {
    mark(DISK, OTHER);
    Files.writeString(pool.resolve(DISK), "theirs");
    assertThat(back()).startsWith("taken " + DISK + "\n");
    assertThat(pool.resolve(DISK)).hasContent("theirs");
    assertThat(aside(DISK)).hasContent("mine " + DISK);
    assertThat(pool.resolve(".corral/own/" + DISK)).content().startsWith(OTHER);
  }

  @Test
  void whereItIsNotKnownWhichOfTwoIsNewerBothStay() throws IOException {
    mark(DISK, GUEST);
    Files.writeString(pool.resolve(DISK), "also mine");
    assertThat(back()).startsWith("taken " + DISK + "\n");
    assertThat(pool.resolve(DISK)).hasContent("also mine");
    assertThat(aside(DISK)).hasContent("mine " + DISK);
  }

  @Test
  void whatIsNowhereIsNamedAndALinkIsNotFollowed() throws IOException {
    Files.delete(aside(DISK));
    Files.createSymbolicLink(aside(DISK), Files.writeString(pool.resolve("victim"), "theirs"));
    assertThat(back()).startsWith("gone " + DISK + "\nback ");
    assertThat(pool.resolve(DISK)).doesNotExist();
    assertThat(pool.resolve("victim")).hasContent("theirs");
  }

  @Test
  void whatLibvirtKeptIsWhereItLooksForItHoweverOftenItIsAskedFor() {
    assertThat(state()).isEmpty();
    assertThat(libvirt.resolve("nvram/gold-1_VARS.fd")).hasContent("variables");
    assertThat(libvirt.resolve("gold-1.save")).hasContent("memory");
    assertThat(aside("memory")).doesNotExist();
    assertThat(state()).isEmpty();
  }

  @Test
  void memoryThatIsThereAlreadyIsNotTakenForTheMemoryThatLeaves() throws IOException {
    Path memory = Files.writeString(libvirt.resolve("gold-1.save"), "saved again");
    keep(libvirt.resolve("none"), memory);
    assertThat(memory).as("libvirt would delete it with the definition").doesNotExist();
    assertThat(aside("memory")).hasContent("memory");
    assertThat(aside("memory.2")).hasContent("saved again");
  }

  /** Where a move is a copy, which a kill can break off. */
  @Test
  void memoryOnAnotherFileSystemIsWholeOrNotThere() throws IOException {
    Path elsewhere = Files.createTempDirectory(Path.of("/dev/shm"), "corral");
    Path memory = elsewhere.resolve("gold-1.save");
    try {
      Files.writeString(aside("new"), "a part of it, as an earlier try left");
      Files.writeString(memory, "whole");
      keep(elsewhere.resolve("none"), memory);
      assertThat(memory).doesNotExist();
      assertThat(aside("memory.2")).hasContent("whole");
      Files.move(aside("memory.2"), aside("memory"), StandardCopyOption.REPLACE_EXISTING);
      Files.writeString(elsewhere.resolve("gold-1.save.corral"), "a part of it");
      say("state.sh", pool.toString(), "id-1", "", memory.toString());
      assertThat(memory).hasContent("whole");
      assertThat(aside("memory")).doesNotExist();
    } finally {
      FileSystemUtils.deleteRecursively(elsewhere);
    }
  }

  @Test
  void otherVariablesAndOtherMemoryAreNotOverwritten() throws IOException {
    Files.createDirectory(libvirt.resolve("nvram"));
    Files.writeString(libvirt.resolve("nvram/gold-1_VARS.fd"), "theirs");
    Files.writeString(libvirt.resolve("gold-1.save"), "theirs");
    assertThat(state().lines())
        .containsExactly(
            "taken " + libvirt.resolve("nvram/gold-1_VARS.fd"),
            "taken " + libvirt.resolve("gold-1.save"));
    assertThat(libvirt.resolve("nvram/gold-1_VARS.fd")).hasContent("theirs");
    assertThat(aside("memory")).hasContent("memory");
  }

  @Test
  void theEmptiedFolderGoesAndOneThatIsNotEmptyStaysWhole() {
    assertThat(say("emptied.sh", pool.toString(), "id-1").lines())
        .containsExactlyInAnyOrder("left " + DISK, "left " + SECOND, "left memory");
    assertThat(aside("domain.xml")).exists();
    back();
    state();
    assertThat(say("emptied.sh", pool.toString(), "id-1")).isEmpty();
    assertThat(pool.resolve(".corral/aside")).isEmptyDirectory();
    assertThat(say("emptied.sh", pool.toString(), "id-1")).isEmpty(); // again, after a kill
    assertThat(pool.resolve(DISK)).hasContent("mine " + DISK);
  }

  @Test
  void whatIsPurgedTakesNoRoom() throws IOException {
    say("purge.sh", pool.toString(), "id-1");
    try (var left = Files.walk(pool)) {
      assertThat(left.filter(Files::isRegularFile).filter(p -> p.toFile().length() > 0)).isEmpty();
    }
  }
}
