package dev.corral.host;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.stream.Collectors;

/** The scripts for {@code sh} that are too long to stand in a class: resources of this room. */
final class HostScript {
  private HostScript() {}

  /** The text of several, one after another: the first ones are what the last one uses. */
  static String named(String... names) {
    return Arrays.stream(names).map(HostScript::text).collect(Collectors.joining("\n"));
  }

  /** Its text. The name is that of a file in {@code resources/host}. */
  private static String text(String name) {
    try (InputStream file = HostScript.class.getResourceAsStream("/host/" + name)) {
      if (file == null) throw new IllegalArgumentException("there is no script " + name);
      return new String(file.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
