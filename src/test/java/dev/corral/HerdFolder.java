package dev.corral;

import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeHosts;
import dev.corral.fakes.HerdClock;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import org.springframework.context.ApplicationContextInitializer;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.support.GenericApplicationContext;

/** An empty data folder, hosts in memory, and one clock for them, Corral and the engine. */
class HerdFolder implements ApplicationContextInitializer<ConfigurableApplicationContext> {
  static final String DATA = "target/herd-${fork:1}";

  @Override
  public void initialize(ConfigurableApplicationContext context) {
    EmptyFolder.empty(Path.of(context.getEnvironment().resolvePlaceholders(DATA)));
    HerdClock clock = HerdClock.at(Instant.now().truncatedTo(ChronoUnit.SECONDS));
    FakeHerd herd = new FakeHerd(clock);
    ((GenericApplicationContext) context)
        .registerBean("fakeHosts", FakeHosts.class, () -> new FakeHosts(herd));
  }
}
