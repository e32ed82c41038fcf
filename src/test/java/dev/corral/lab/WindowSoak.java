package dev.corral.lab;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * An hour in which windows are opened, hidden, cut off, slowed down and killed while clones are
 * made and removed: what it leaves in memory. Started by ops/bench/windows --hour.
 */
class WindowSoak {
  private static final int MINUTES = Integer.getInteger("minutes", 60);
  private static final int CLONES = 12;

  /** As often as when the defect was found that this is about. */
  private static final Duration BETWEEN_CLONES = Duration.ofSeconds(43);

  private static final Duration ROUND = Duration.ofMinutes(5);

  /** Beside twelve clones that start, on few cores. */
  private static final Duration PATIENCE = Duration.ofMinutes(4);

  /** One open, one hidden. */
  private static final int KEPT = 2;

  /** After so long nothing may be left of them. */
  private static final Duration SWEPT = Duration.ofMinutes(3);

  /** A window that is seen again is up to date within this. */
  private static final Duration BACK = Duration.ofSeconds(10);

  private static final double MOST_RSS = 700;

  static Lab lab;
  static Corral corral;
  static Chromium chromium;
  static volatile boolean cloning = true;

  @BeforeAll
  static void up() {
    Chromium.needed();
    lab = Lab.up(3);
    lab.seed("n1", "golden", 0);
    corral = Corral.packed("soak", "--corral.monitor.every=5s");
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
    chromium = Chromium.at(corral);
  }

  @AfterAll
  static void down() {
    cloning = false;
    if (chromium != null) chromium.close();
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  @Test
  void anHourLeavesMemoryAsItWasAfterTenMinutes() throws InterruptedException {
    Page open = signedIn(corral.url());
    Page hidden = signedIn(corral.url());
    hidden.evaluate(WindowsIT.HIDE, true);
    Thread load = new Thread(WindowSoak::cloneAndRemove, "clones");
    load.setDaemon(true);
    load.start();
    System.out.println(
        "\n| minute | windows | refreshed parts | sessions | heap, MB | RSS, MB |\n|---|---|---|---|---|---|");
    double first = 0;
    double last = 0;
    double mostRss = 0;
    for (int minute = 0; minute < MINUTES; minute += ROUND.toMinutes()) {
      passAndGo(ROUND);
      assertThat(corral.metric("corral_ui_windows")).as("windows that are there").isEqualTo(KEPT);
      last = corral.heapMegabytes();
      mostRss = Math.max(mostRss, corral.rss());
      int now = minute + (int) ROUND.toMinutes();
      if (now == 10) first = last;
      System.out.printf(
          Locale.ROOT,
          "| %d | %.0f | %.0f | %.0f | %.1f | %.0f |%n",
          now,
          corral.metric("corral_ui_windows"),
          corral.metric("corral_ui_refreshes"),
          corral.metric("corral_ui_sessions"),
          last,
          corral.rss());
    }
    corral.nativeMemory().stream()
        .filter(l -> l.contains("committed"))
        .forEach(System.out::println);
    cloning = false;
    load.join();
    assertThat(latest(hidden)).isNotEqualTo(latest(open));
    hidden.evaluate(WindowsIT.HIDE, false);
    await().atMost(BACK).untilAsserted(() -> assertThat(latest(hidden)).isEqualTo(latest(open)));
    open.context().close();
    hidden.context().close();
    assertThat(last).as("heap in the end, MB").isLessThan(first * 1.1);
    assertThat(mostRss).as("RSS, MB").isLessThan(MOST_RSS);
  }

  /** The operations that it shows as the latest. */
  private static Object latest(Page page) {
    return page.locator("#latest-operations .row a")
        .evaluateAll("links => links.map(link => link.href)");
  }

  /**
   * Windows that are gone before the round has ended: one killed browser, one cut off, one slow.
   */
  private static void passAndGo(Duration round) {
    long end = System.nanoTime() + round.toNanos();
    try (Wire cut = Wire.to(corral.port());
        Wire slow = Wire.to(corral.port());
        Chromium.Killable browser = Chromium.killable()) {
      Page gone = signedIn(cut.url());
      cut.cut();
      Page slowed = signedIn(slow.url());
      slow.slow();
      Page first = browser.page();
      first.setDefaultTimeout(PATIENCE.toMillis());
      chromium.signIn(first, "/");
      for (String path : new String[] {"/operations", "/clones"}) {
        Page other = browser.page();
        other.setDefaultTimeout(PATIENCE.toMillis());
        other.navigate(corral.url() + path);
      }
      browser.kill();
      LockSupport.parkNanos(Math.max(SWEPT.toNanos(), end - System.nanoTime()));
      gone.context().close();
      slowed.context().close();
    }
  }

  private static Page signedIn(String url) {
    Page page = chromium.person();
    page.setDefaultTimeout(PATIENCE.toMillis());
    chromium.signIn(page, url, "/");
    page.waitForSelector("#tile-nodes");
    return page;
  }

  private static void cloneAndRemove() {
    while (cloning) {
      long begin = System.nanoTime();
      try {
        corral.settled(
            corral
                .post("/clones", Map.of("base", "tiny", "count", CLONES, "name", "soak"))
                .text("id"));
        List<String> removals = new ArrayList<>();
        for (int i = 1; i <= CLONES; i++)
          removals.add(
              corral
                  .send("DELETE", "/clones/soak-" + i + "?force=true", null, Map.of())
                  .text("id"));
        removals.forEach(corral::settled);
      } catch (RuntimeException | AssertionError failed) {
        System.out.println("clones: " + failed.getMessage());
      }
      LockSupport.parkNanos(BETWEEN_CLONES.toNanos() - (System.nanoTime() - begin));
    }
  }
}
