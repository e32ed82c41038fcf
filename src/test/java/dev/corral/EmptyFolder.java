package dev.corral;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Each process that runs tests has a data folder of its own, and begins without data. */
class EmptyFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String DATA = "target/corral-${fork:1}";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      FileSystemUtils.deleteRecursively(
          Path.of(context.getEnvironment().resolvePlaceholders(DATA)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
