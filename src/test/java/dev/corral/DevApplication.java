package dev.corral;

import dev.corral.fakes.FakeHerd;
import dev.corral.fakes.FakeHosts;
import dev.corral.fakes.HerdClock;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.boot.context.event.ApplicationReadyEvent;
import org.springframework.context.ApplicationListener;
import org.springframework.context.support.GenericApplicationContext;

/**
 * The whole of Corral on hosts in memory, for trying out and for work on the UI: {@code ops/dev}
 * starts it.
 */
public final class DevApplication {
  private DevApplication() {}

  /** Takes Corral's own options. */
  public static void main(String[] args) {
    new UiReload().atEachLine();
    DevHerd herd = new DevHerd(new FakeHerd(HerdClock.real()));
    new SpringApplicationBuilder(Application.class)
        .initializers(context -> install((GenericApplicationContext) context, herd))
        .listeners(
            (ApplicationListener<ApplicationReadyEvent>)
                ready -> herd.begin(ready.getApplicationContext()))
        .run(args);
  }

  private static void install(GenericApplicationContext context, DevHerd herd) {
    context.registerBean("fakeHosts", FakeHosts.class, () -> new FakeHosts(herd.hosts()));
  }
}
