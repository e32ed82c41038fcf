package dev.corral.host;

import com.jcraft.jsch.JSch;
import com.jcraft.jsch.JSchException;
import com.jcraft.jsch.KeyPair;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/** Corral's own ed25519 key pair: made at the first start, kept in the data folder, mode 0600. */
final class SshKey {
  private final Path privateKey;
  private final String publicKey;

  private SshKey(Path privateKey, String publicKey) {
    this.privateKey = privateKey;
    this.publicKey = publicKey;
  }

  static SshKey in(Path folder) throws IOException, JSchException {
    Files.createDirectories(
        folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
    Path key = folder.resolve("id_ed25519");
    Path open = folder.resolve("id_ed25519.pub");
    if (!Files.exists(key)) make(key, open);
    return new SshKey(key, Files.readString(open).strip());
  }

  /** The private key comes last and in one rename: a kill in between leaves no half of a pair. */
  private static void make(Path key, Path open) throws IOException, JSchException {
    KeyPair pair = KeyPair.genKeyPair(new JSch(), KeyPair.ED25519);
    String comment = "corral@" + InetAddress.getLocalHost().getHostName();
    Path fresh = key.resolveSibling("id_ed25519.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    try (var privateOut = Files.newOutputStream(fresh);
        var publicOut = Files.newOutputStream(open)) {
      pair.writeOpenSSHv1PrivateKey(privateOut, null);
      pair.writePublicKey(publicOut, comment);
    }
    Files.move(fresh, key, StandardCopyOption.ATOMIC_MOVE);
  }

  byte[] privateKey() {
    try {
      return Files.readAllBytes(privateKey);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  byte[] publicKeyBytes() {
    return publicKey.getBytes(StandardCharsets.US_ASCII);
  }

  String publicKey() {
    return publicKey;
  }
}
