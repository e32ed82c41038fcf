package dev.corral.host;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/** A host's public key: its type ({@code ssh-ed25519}) and the blob in base64. */
public record HostKey(String type, String blob) {
  /** Reads the {@code type blob} form. */
  public static HostKey parse(String line) {
    String[] parts = line.split(" ", 3);
    return new HostKey(parts[0], parts[1]);
  }

  static HostKey of(byte[] key) {
    int length = key[3]; // the blob begins with the type: four bytes of length, then the name
    return new HostKey(
        new String(key, 4, length, StandardCharsets.US_ASCII),
        Base64.getEncoder().encodeToString(key));
  }

  /** As {@code ssh-keygen -l} shows it: {@code SHA256:…}. */
  public String fingerprint() {
    try {
      byte[] digest = MessageDigest.getInstance("SHA-256").digest(Base64.getDecoder().decode(blob));
      return "SHA256:" + Base64.getEncoder().withoutPadding().encodeToString(digest);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public String toString() {
    return type + " " + blob;
  }
}
