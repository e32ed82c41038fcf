package dev.corral.lab;

import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Assumptions;

/** Debian's browser, and what axe-core says of a page in it. */
final class Chromium implements AutoCloseable {
  static final double PATIENCE = 60_000;
  private static final Path PROGRAM = Path.of("/usr/bin/chromium");
  private static final List<String> ARGUMENTS =
      List.of(
          "--no-sandbox",
          "--disable-gpu",
          "--no-first-run",
          "--disable-background-networking",
          "--disable-component-update",
          "--disable-sync");
  private static final ObjectMapper JSON = new ObjectMapper();
  private final Playwright playwright;
  private final Browser browser;
  private final Corral corral;

  private Chromium(Playwright playwright, Browser browser, Corral corral) {
    this.playwright = playwright;
    this.browser = browser;
    this.corral = corral;
  }

  /** Skips the test where there is no browser. */
  static void needed() {
    Assumptions.assumeTrue(Files.isExecutable(PROGRAM), "no browser here: apt install chromium");
  }

  static Chromium at(Corral corral) {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE);
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    Browser browser =
        playwright
            .chromium()
            .launch(new BrowserType.LaunchOptions().setExecutablePath(PROGRAM).setArgs(ARGUMENTS));
    return new Chromium(playwright, browser, corral);
  }

  /** A browser of its own that can be killed as a machine that loses power kills it. */
  static Killable killable() {
    try {
      Path profile = Files.createTempDirectory("corral-chromium");
      List<String> words = new ArrayList<>(List.of(PROGRAM.toString(), "--headless"));
      words.addAll(ARGUMENTS);
      words.addAll(List.of("--remote-debugging-port=0", "--user-data-dir=" + profile));
      Process process =
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start();
      Path port = profile.resolve("DevToolsActivePort");
      await()
          .atMost(Duration.ofSeconds(60))
          .until(() -> Files.exists(port) && Files.size(port) > 0);
      Playwright playwright =
          Playwright.create(
              new Playwright.CreateOptions()
                  .setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
      Browser browser =
          playwright
              .chromium()
              .connectOverCDP("http://127.0.0.1:" + Files.readAllLines(port).get(0));
      return new Killable(process, playwright, browser.contexts().get(0));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  /** A browser that can be killed. */
  record Killable(Process process, Playwright playwright, BrowserContext context)
      implements AutoCloseable {
    Page page() {
      Page page = context.newPage();
      page.setDefaultTimeout(PATIENCE);
      return page;
    }

    /** kill -9, of all its processes. */
    void kill() {
      List<ProcessHandle> all = new ArrayList<>(process.descendants().toList());
      process.destroyForcibly();
      all.forEach(ProcessHandle::destroyForcibly);
      process.onExit().join();
    }

    @Override
    public void close() {
      kill();
      playwright.close();
    }
  }

  /** A person's own browser, signed in to nothing. */
  Page person() {
    Page page =
        browser
            .newContext(
                new Browser.NewContextOptions().setViewportSize(1280, 800).setLocale("en-GB"))
            .newPage();
    page.setDefaultTimeout(PATIENCE);
    return page;
  }

  /** Opens a page of Corral, through the login where that is asked for. */
  void signIn(Page page, String path) {
    signIn(page, corral.url(), path);
  }

  /** The same where Corral is reached by another address. */
  void signIn(Page page, String url, String path) {
    page.navigate(url + path);
    page.fill("input[name=username]", "admin");
    page.fill("input[name=password]", corral.password());
    page.click("vaadin-button[slot=submit]");
    page.waitForURL(at -> !at.contains("/login"));
  }

  /** What axe-core finds serious or critical. */
  static List<String> violations(Page page, String where) {
    page.evaluate(axe());
    List<String> serious = new ArrayList<>();
    for (JsonNode v : run(page)) {
      if (!Set.of("serious", "critical").contains(v.path("impact").asText())) continue;
      serious.add(
          where + ": " + v.path("id").asText() + " at " + v.path("nodes").path(0).path("html"));
    }
    return serious;
  }

  private static JsonNode run(Page page) {
    try {
      return JSON.readTree(
          (String)
              page.evaluate(
                  "axe.run(document, {resultTypes: ['violations']}).then(r => JSON.stringify(r.violations))"));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static String axe() {
    try (var script = Chromium.class.getResourceAsStream("/axe.min.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    playwright.close();
  }
}
