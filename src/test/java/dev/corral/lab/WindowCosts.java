package dev.corral.lab;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What an open, a hidden, a slow and a dead window cost, and fifty open ones: started by
 * ops/bench/windows, which says how to read it.
 */
class WindowCosts {
  private static final Duration REST = Duration.ofSeconds(Integer.getInteger("rest", 30));
  private static final int CLONES = Integer.getInteger("clones", 60);
  private static final int MANY = Integer.getInteger("many", 50);
  private static final int A_SESSION = 10;

  /** Fifty pages in one browser take both cores until all are shown. */
  private static final Duration PATIENCE = Duration.ofMinutes(6);

  /** None of them is asked for, and none stands on the three that are there. */
  private static final String ONLY_ROWS =
      """
      delete from corral.claim where node in ('n1', 'n2', 'n3') and clone like 'lab%';
      delete from corral.clone where home in ('n1', 'n2', 'n3') and name like 'lab%';
      update corral.node set admitted = false where name not in ('n1', 'n2', 'n3')""";

  static Lab lab;
  static Corral corral;
  static Chromium chromium;

  /** What Corral has used up, since it was started. */
  record Meter(double cpu, double transactions, long bytes) {
    static Meter read(Wire wire) {
      return new Meter(corral.cpuSeconds(), corral.transactions(), wire.toBrowser());
    }

    /** Per minute of the time that has passed. */
    double[] since(Meter before, double seconds) {
      return new double[] {
        (cpu - before.cpu) / seconds,
        (transactions - before.transactions) * 60 / seconds,
        (bytes - before.bytes) * 60.0 / seconds / 1024
      };
    }
  }

  /** Some windows, opened; run to close them. */
  interface Windows extends Supplier<Runnable> {}

  @BeforeAll
  static void up() {
    Chromium.needed();
    lab = Lab.up(3);
    lab.seed("n1", "golden", 0);
    corral =
        Corral.packed(
            "costs", "--corral.monitor.every=5s", "--corral.ui.windows-per-session=" + A_SESSION);
    corral.herd(lab, "n1", "n2", "n3");
    corral.done(corral.post("/bases", Map.of("name", "tiny", "domain", "golden")));
    corral.done(corral.put("/bases/tiny/copies", Map.of("nodes", List.of("n2", "n3"))));
    chromium = Chromium.at(corral);
  }

  @AfterAll
  static void down() {
    if (chromium != null) chromium.close();
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  @Test
  void whatWindowsCost() {
    Wire wire = Wire.to(corral.port());
    cloneAndRemove(); // what is done for the first time only, is not measured
    boolean herd = Boolean.getBoolean("herd");
    if (herd) seed();
    table(
        CLONES
            + " clones made and removed on 3 nodes"
            + (herd ? ", beside 197 nodes and 10 000 clones that only the database knows" : ""),
        wire);
  }

  private static void table(String title, Wire wire) {
    System.out.println(
        "\n| "
            + title
            + " | heap, MB | at rest: core | transactions/min | KiB/min | while cloning: core | transactions/min | KiB/min |\n|---|---|---|---|---|---|---|---|");
    Map<String, Windows> kinds = new LinkedHashMap<>();
    kinds.put("no window", () -> () -> {});
    kinds.put("one open", () -> open(chromium, wire, 1));
    kinds.put("one hidden", () -> hidden(wire));
    kinds.put("one slow (a byte a second)", () -> slow(wire));
    kinds.put("one dead, after two minutes", WindowCosts::dead);
    kinds.put(MANY + " open", () -> many(wire));
    kinds.forEach((name, windows) -> row(name, windows, wire));
  }

  private static void row(String name, Windows windows, Wire wire) {
    Runnable close = windows.get();
    Meter before = Meter.read(wire);
    long began = System.nanoTime();
    LockSupport.parkNanos(REST.toNanos());
    double[] rest = Meter.read(wire).since(before, seconds(began));
    before = Meter.read(wire);
    began = System.nanoTime();
    cloneAndRemove();
    double[] cloning = Meter.read(wire).since(before, seconds(began));
    System.out.println(
        String.format(
            Locale.ROOT,
            "| %s | %.1f | %.3f | %.0f | %.0f | %.3f | %.0f | %.0f |",
            name,
            corral.heapMegabytes(),
            rest[0],
            rest[1],
            rest[2],
            cloning[0],
            cloning[1],
            cloning[2]));
    close.run();
    wire.mend();
  }

  private static double seconds(long since) {
    return (System.nanoTime() - since) / 1e9;
  }

  private static void cloneAndRemove() {
    corral.done(corral.post("/clones", Map.of("base", "tiny", "count", CLONES, "name", "cost")));
    List<String> removals = new ArrayList<>();
    for (int i = 1; i <= CLONES; i++)
      removals.add(
          corral.send("DELETE", "/clones/cost-" + i + "?force=true", null, Map.of()).text("id"));
    removals.forEach(corral::settled);
  }

  /** In a browser of their own, which ends with them: to close so many pages takes it minutes. */
  private static Runnable many(Wire wire) {
    Chromium crowd = Chromium.at(corral);
    open(crowd, wire, MANY);
    return crowd::close;
  }

  private static Runnable open(Chromium chromium, Wire wire, int count) {
    List<Page> pages = new ArrayList<>();
    List<Page> people = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      if (i % A_SESSION == 0) {
        Page person = chromium.person();
        person.setDefaultTimeout(PATIENCE.toMillis());
        people.add(person);
        chromium.signIn(person, wire.url(), "/");
        pages.add(person);
        continue;
      }
      Page page = people.get(people.size() - 1).context().newPage();
      page.setDefaultTimeout(PATIENCE.toMillis());
      page.navigate(wire.url() + "/");
      pages.add(page);
    }
    pages.forEach(p -> p.waitForSelector("#tile-nodes"));
    return () -> people.forEach(p -> p.context().close());
  }

  private static Runnable hidden(Wire wire) {
    Page page = chromium.person();
    chromium.signIn(page, wire.url(), "/");
    page.waitForSelector("#tile-nodes");
    page.evaluate(WindowsIT.HIDE, true);
    return () -> page.context().close();
  }

  private static Runnable slow(Wire wire) {
    Runnable close = open(chromium, wire, 1);
    wire.slow();
    return close;
  }

  private static Runnable dead() {
    Chromium.Killable browser = Chromium.killable();
    chromium.signIn(browser.page(), "/");
    browser.kill();
    LockSupport.parkNanos(Duration.ofMinutes(2).toNanos());
    return browser::close;
  }

  private static void seed() {
    try (var script = WindowCosts.class.getResourceAsStream("/bench/herd.sql")) {
      corral.sql(
          new String(script.readAllBytes(), StandardCharsets.UTF_8)
              .replace(":n1", "4")
              .replace(":n2", "200")
              .replace(":c1", "1")
              .replace(":c2", "10000"));
      corral.sql(ONLY_ROWS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }
}
