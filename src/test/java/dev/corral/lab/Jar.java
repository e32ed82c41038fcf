package dev.corral.lab;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

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

  private static Path packed() {
    try (var jars = Files.list(Path.of("target"))) {
      return jars.filter(f -> f.getFileName().toString().matches("corral-.*\\.jar"))
          .findFirst()
          .orElseThrow();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** Words for java that start it as README's do. */
  static List<String> asPacked() {
    return List.of(
        "-XX:+ExitOnOutOfMemoryError",
        "-XX:NativeMemoryTracking=summary",
        "-jar",
        packed().toString());
  }

  /**
   * Words for java that start it taken apart, which is done once for all tests of this process. All
   * libraries are named: Cockpit's pages are looked for in those on the class path only.
   */
  static synchronized List<String> asUnpacked() {
    if (unpacked == null) {
      Path folder = Path.of("target/it/unpacked-" + Lab.FORK);
      unpack(folder);
      unpacked = folder;
    }
    String jar = unpacked.resolve(packed().getFileName()).toString();
    return List.of(
        "-XX:TieredStopAtLevel=1", // with the serial collector: starts in half the time
        "-XX:+UseSerialGC",
        "-cp",
        jar + ":" + unpacked.resolve("lib/*"),
        "dev.corral.Application");
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
