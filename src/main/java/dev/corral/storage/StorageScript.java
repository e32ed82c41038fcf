package dev.corral.storage;

import dev.corral.host.Command;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/** The scripts for {@code sh} of this room: resources in {@code storage}. */
final class StorageScript {
  private StorageScript() {}

  static Command named(String name, String... arguments) {
    try (InputStream file = StorageScript.class.getResourceAsStream("/storage/" + name)) {
      if (file == null) throw new IllegalArgumentException("there is no script " + name);
      return Command.script(new String(file.readAllBytes(), StandardCharsets.UTF_8), arguments);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
