package dev.corral.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts for {@code sh} that are too long to stand in a class: resources of this room. */
final class HostScript {
  private HostScript() {}

  /** Its text. The name is that of a file in {@code resources/host}. */
  static String named(String name) {
    try (InputStream file = HostScript.class.getResourceAsStream("/host/" + name)) {
      if (file == null) throw new IllegalArgumentException("there is no script " + name);
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
