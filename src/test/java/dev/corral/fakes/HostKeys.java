package dev.corral.fakes;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/** Public keys of the right form, with which nothing can be signed. */
final class HostKeys {
  private static final String TYPE = "ssh-ed25519";

  private HostKeys() {}

  /** The same for the same name. */
  static String of(String name) {
    ByteBuffer blob = ByteBuffer.allocate(4 + TYPE.length() + 4 + 32);
    blob.putInt(TYPE.length()).put(TYPE.getBytes(StandardCharsets.US_ASCII)).putInt(32);
    for (int half = 0; half < 2; half++) {
      UUID part = UUID.nameUUIDFromBytes((name + half).getBytes(StandardCharsets.UTF_8));
      blob.putLong(part.getMostSignificantBits()).putLong(part.getLeastSignificantBits());
    }
    return TYPE + " " + Base64.getEncoder().encodeToString(blob.array());
  }
}
