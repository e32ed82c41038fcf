package dev.corral;

import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeHosts;
import dev.corral.fakes.HerdClock;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;
import org.springframework.util.FileSystemUtils;

/** An empty data folder, hosts in memory, and one clock for them, Corral and the engine. */
class HerdFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String DATA = "target/herd-${fork:1}";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    try {
      FileSystemUtils.deleteRecursively(
          Path.of(context.getEnvironment().resolvePlaceholders(DATA)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    HerdClock clock = HerdClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    FakeHerd herd = new FakeHerd(clock);
    ((GenericApplicationContext) context)
        .registerBean("fakeHosts", FakeHosts.class, () -> new FakeHosts(herd));
  }
}
