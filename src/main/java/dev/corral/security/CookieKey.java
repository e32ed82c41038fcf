package dev.corral.security;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/**
 * The secret that signs the cookie by which a browser stays signed in when Corral starts again. It
 * stands only in a file of mode 0600.
 */
@Component
class CookieKey {
  private static final int BYTES = 32;
  private final String key;

  CookieKey(@Value("${corral.data-dir}") Path folder) throws IOException {
    Path file = folder.resolve("cookie-key");
    if (!Files.exists(file)) make(folder, file);
    key = Files.readString(file).strip();
  }

  /** Whole or not at all, whenever Corral is killed. */
  private static void make(Path folder, Path file) throws IOException {
    byte[] random = new byte[BYTES];
    new SecureRandom().nextBytes(random);
    Files.createDirectories(folder);
    Path fresh = folder.resolve("cookie-key.new");
    Files.deleteIfExists(fresh);
    Files.createFile(
        fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
    Files.writeString(fresh, Base64.getEncoder().encodeToString(random));
    Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
  }

  String value() {
    return key;
  }
}
