package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.fakes.LocalShell;
import dev.corral.shared.NodeName;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On this machine, in a home folder of their own. */
class AuthorizedKeysTests {
  private static final Endpoint NODE = new Endpoint(new NodeName("n1"), "here", 22, "root", null);
  private static final String ADMIN = "ssh-ed25519 AAAA admin@desk";
  private static final String CORRAL = "ssh-ed25519 BBBB corral";

  @TempDir Path home;
  private Path keys;

  @BeforeEach
  void anAdministratorsKey() throws IOException {
    keys = Files.createDirectory(home.resolve(".ssh")).resolve("authorized_keys");
    Files.writeString(keys, ADMIN + "\n");
  }

  private Output run(Command command) {
    List<String> words = new ArrayList<>(List.of("env", "HOME=" + home));
    words.addAll(command.words());
    return new LocalShell().run(NODE, new Command(words, command.input(), command.limit()));
  }

  private List<String> lines() throws IOException {
    return Files.readAllLines(keys);
  }

  @Test
  void aLineComesOnceAndGoes() throws IOException {
    assertThat(run(AuthorizedKeys.with(CORRAL)).ok()).isTrue();
    assertThat(run(AuthorizedKeys.with(CORRAL)).ok()).isTrue();
    assertThat(lines()).containsExactly(ADMIN, CORRAL);
    assertThat(run(AuthorizedKeys.without(CORRAL)).ok()).isTrue();
    assertThat(lines()).containsExactly(ADMIN);
  }

  @Test
  void aFileWithoutALineEndLosesNothing() throws IOException {
    Files.writeString(keys, ADMIN);
    assertThat(run(AuthorizedKeys.with(CORRAL)).ok()).isTrue();
    assertThat(lines()).containsExactly(ADMIN, CORRAL);
  }

  @Test
  void onlyKeysOfTransfersGo() throws IOException {
    Files.writeString(
        keys, ADMIN + "\nrestrict,command=\"sh x\" ssh-ed25519 CCCC corral-transfer-gold-g1-n2\n");
    assertThat(run(AuthorizedKeys.withoutTransfers()).ok()).isTrue();
    assertThat(lines()).containsExactly(ADMIN);
  }

  @Test
  void theLastLineMayGo() throws IOException {
    assertThat(run(AuthorizedKeys.without(ADMIN)).ok()).isTrue();
    assertThat(lines()).isEmpty();
  }

  @Test
  void aFullDiskChangesNothing() throws IOException {
    Files.createSymbolicLink(keys.resolveSibling("authorized_keys.corral"), Path.of("/dev/full"));
    Output output = run(AuthorizedKeys.with(CORRAL));
    assertThat(output.ok()).isFalse();
    assertThat(output.err()).contains("No space left");
    assertThat(lines()).containsExactly(ADMIN);
    assertThat(run(AuthorizedKeys.with(CORRAL)).ok()).isTrue();
  }

  @Test
  void aLinkStaysALink() throws IOException {
    Path real = home.resolve("real");
    Files.move(keys, real);
    Files.createSymbolicLink(keys, real);
    assertThat(run(AuthorizedKeys.with(CORRAL)).ok()).isTrue();
    assertThat(keys).isSymbolicLink();
    assertThat(Files.readAllLines(real)).containsExactly(ADMIN, CORRAL);
  }
}
