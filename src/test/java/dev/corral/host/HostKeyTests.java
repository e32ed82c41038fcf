package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HostKeyTests {
  @TempDir Path folder;

  private static String run(String... words) throws IOException {
    Process process = new ProcessBuilder(words).redirectErrorStream(true).start();
    return new String(process.getInputStream().readAllBytes());
  }

  @ParameterizedTest
  @CsvSource({
    "ed25519, 256,  ssh-ed25519",
    "ecdsa,   256,  ecdsa-sha2-nistp256",
    "ecdsa,   521,  ecdsa-sha2-nistp521",
    "rsa,     2048, ssh-rsa"
  })
  void hasTheFingerprintThatSshKeygenShows(String kind, String bits, String type)
      throws IOException {
    Path file = folder.resolve("key");
    run(
        "ssh-keygen",
        "-q",
        "-t",
        kind,
        "-b",
        bits,
        "-N",
        "",
        "-C",
        "a comment",
        "-f",
        file.toString());
    String line = Files.readString(folder.resolve("key.pub")).strip();
    String shown = run("ssh-keygen", "-lf", folder.resolve("key.pub").toString()).split(" ")[1];

    HostKey read = HostKey.parse(line);
    HostKey received = HostKey.of(Base64.getDecoder().decode(line.split(" ")[1]));

    assertThat(read.fingerprint()).isEqualTo(shown).startsWith("SHA256:");
    assertThat(read.type()).isEqualTo(type);
    assertThat(received).isEqualTo(read);
    assertThat(HostKey.parse(read.toString())).isEqualTo(read);
  }
}
