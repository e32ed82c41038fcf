package dev.corral;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Each process that runs tests has a data folder of its own, and begins without data. */
class EmptyFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String DATA = "target/corral-${fork:1}";

  private static final Set<Path> TAKEN = ConcurrentHashMap.newKeySet();

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    empty(Path.of(context.getEnvironment().resolvePlaceholders(DATA)));
  }

  /** Empties it for the one context of this process that uses it: a second would take its files. */
  static void empty(Path folder) {
    if (!TAKEN.add(folder))
      throw new IllegalStateException(
          "a test class asks for another context than the others of its kind: let it import"
              + " nothing of its own, or give it a folder of its own instead of "
              + folder);
    try {
      FileSystemUtils.deleteRecursively(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
