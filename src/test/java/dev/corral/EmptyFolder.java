package dev.corral;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.util.FileSystemUtils;

/** Each run of the tests begins without data. */
class EmptyFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String DATA = "target/corral";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      FileSystemUtils.deleteRecursively(Path.of(DATA));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
