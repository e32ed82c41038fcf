package dev.corral.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The packed product, as people get it, or taken apart by its own tool: that starts in two thirds
 * of the time.
 */
final class Jar {
  private static Path unpacked;

  private Jar() {}

  static String java() {
    return ProcessHandle.current().info().command().orElse("java");
  }

  static Path packed() {
    try (var jars = Files.list(Path.of("target"))) {
      return jars.filter(f -> f.getFileName().toString().matches("corral-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Once for all tests of this process. */
  static synchronized Path unpacked() {
    if (unpacked == null) {
      Path folder = Path.of("target/it/unpacked-" + Lab.FORK);
      unpack(folder);
      unpacked = folder.resolve(packed().getFileName());
    }
    return unpacked;
  }

  private static void unpack(Path folder) {
    String[] words = {
      java(),
      "-Djarmode=tools",
      "-jar",
      packed().toString(),
      "extract",
      "--force",
      "--destination",
      folder.toString()
    };
    try {
      int exit = new ProcessBuilder(words).inheritIO().start().waitFor();
      if (exit != 0) throw new AssertionError("the jar cannot be unpacked to " + folder);
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }
}
