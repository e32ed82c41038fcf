package dev.corral.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.microsoft.playwright.Page;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * What Corral keeps of a browser that is gone, cut off, slow, or looks elsewhere, while the herd
 * changes several times a second: nothing.
 */
class WindowsIT {
  private static final Duration SILENCE = Duration.ofSeconds(8);
  private static final Duration SWEPT = SILENCE.plusSeconds(50);
  private static final int LIMIT = 5;

  /** As when another tab is shown: Playwright makes each page believe that it is in front. */
  static final String HIDE =
      """
      hidden => {
        Object.defineProperty(document, 'hidden', {value: hidden, configurable: true});
        document.dispatchEvent(new Event('visibilitychange'));
      }""";

  static Corral corral;
  static Chromium chromium;
  static ScheduledExecutorService busy;
  static final AtomicInteger percent = new AtomicInteger();
  Wire wire;

  @BeforeAll
  static void up() {
    Chromium.needed();
    corral =
        Corral.fresh(
            "windows",
            "--corral.monitor.every=PT24H",
            "--corral.ui.silence=" + SILENCE,
            "--corral.ui.hidden-silence=" + SILENCE.plusSeconds(20),
            "--corral.ui.windows-per-session=" + LIMIT);
    chromium = Chromium.at(corral);
    corral.sql(
        """
        insert into corral.operation(id, kind, subject, state, percent, started_by, started_at)
        values ('watched', 'wake-node', 'n9', 'RUNNING', 0, 'admin', now())""");
    busy = Executors.newSingleThreadScheduledExecutor();
    busy.scheduleWithFixedDelay(WindowsIT::change, 0, 200, TimeUnit.MILLISECONDS);
  }

  private static void change() {
    corral.sql(
        "update corral.operation set percent = "
            + percent.updateAndGet(p -> (p + 1) % 100)
            + " where id = 'watched'");
  }

  @AfterAll
  static void down() {
    if (busy != null) busy.shutdownNow();
    if (chromium != null) chromium.close();
    if (corral != null) corral.close();
  }

  @BeforeEach
  void wire() {
    wire = Wire.to(corral.port());
  }

  @AfterEach
  void nothingIsLeft() {
    wire.close();
    gone();
  }

  private static void gone() {
    await()
        .atMost(SWEPT)
        .untilAsserted(
            () -> {
              assertThat(corral.metric("corral_ui_windows")).isZero();
              assertThat(corral.metric("corral_ui_refreshes")).isZero();
            });
    assertThat(corral.instances("com.vaadin.flow.component.UI")).isZero();
  }

  private static void shows(Page page) {
    assertThat(page.locator("#open-operations .row .bar").first()).containsText("%");
  }

  @Test
  void aBrowserThatIsKilledLeavesNothing() {
    try (Chromium.Killable browser = Chromium.killable()) {
      for (String path : new String[] {"/", "/operations", "/nodes"}) {
        Page page = browser.page();
        if (path.equals("/")) chromium.signIn(page, path);
        else page.navigate(corral.url() + path);
        page.waitForSelector("#task-drawer");
      }
      assertThat(corral.metric("corral_ui_windows")).isEqualTo(3);
      browser.kill();
      gone();
    }
  }

  @Test
  void aBrowserWhoseNetworkIsCutLeavesNothingAndGoesOnByItselfWhenItIsBack() {
    Page page = chromium.person();
    chromium.signIn(page, wire.url(), "/");
    shows(page);
    wire.cut();
    gone();
    wire.mend();
    page.waitForCondition(() -> corral.metric("corral_ui_windows") == 1);
    shows(page);
    page.context().close();
  }

  @Test
  void aBrowserThatTakesOneByteASecondIsLetGo() {
    Page page = chromium.person();
    chromium.signIn(page, wire.url(), "/");
    shows(page);
    wire.slow();
    gone();
    wire.close();
    page.context().close();
  }

  @Test
  void aHiddenPageIsSentNothingAndCatchesUpWhenItIsSeen() {
    Page hidden = chromium.person();
    chromium.signIn(hidden, wire.url(), "/");
    shows(hidden);
    hidden.evaluate(HIDE, true);
    Page other = chromium.person();
    chromium.signIn(other, corral.url(), "/");
    shows(other);
    String before = hidden.locator("#open-operations .row .bar").innerText();
    long sent = wire.toBrowser();
    other.waitForCondition(
        () -> !other.locator("#open-operations .row .bar").innerText().equals(before));
    for (int i = 0; i < 20; i++) {
      String now = other.locator("#open-operations .row .bar").innerText();
      other.waitForCondition(
          () -> !other.locator("#open-operations .row .bar").innerText().equals(now));
    }
    assertThat(hidden.locator("#open-operations .row .bar")).hasText(before);
    assertThat(wire.toBrowser() - sent).as("bytes to the hidden page").isLessThan(2_000);
    hidden.evaluate(HIDE, false);
    assertThat(hidden.locator("#open-operations .row .bar")).not().hasText(before);
    hidden.context().close();
    other.context().close();
  }

  @Test
  void leavingAPageSigningOutAndClosingTheWindowLeaveNothing() {
    Page page = chromium.person();
    chromium.signIn(page, "/");
    shows(page);
    double alone = corral.metric("corral_ui_refreshes");
    page.click("#nav-operations");
    page.waitForSelector("#operations-grid");
    page.click("vaadin-side-nav-item[path='']");
    shows(page);
    assertThat(corral.metric("corral_ui_refreshes")).as("parts kept up to date").isEqualTo(alone);
    page.click("#logout");
    page.waitForURL(url -> url.contains("/login"));
    page.waitForCondition(() -> corral.metric("corral_ui_refreshes") == 0);
    assertThat(corral.metric("corral_ui_windows")).as("the login page").isEqualTo(1);
    page.waitForFunction("() => window.corral?.window");
    page.close();
    await()
        .atMost(Duration.ofSeconds(5))
        .until(() -> corral.metric("corral_ui_windows") == 0); // at once, not after a silence
  }

  @Test
  void oneWindowTooManyIsAClearPage() {
    Page page = chromium.person();
    chromium.signIn(page, "/");
    shows(page);
    for (int i = 1; i < LIMIT; i++) {
      Page more = page.context().newPage();
      more.navigate(corral.url() + "/operations");
      more.waitForSelector("#operations-grid");
    }
    Page tooMany = page.context().newPage();
    assertThat(tooMany.navigate(corral.url() + "/nodes").status()).isEqualTo(503);
    assertThat(tooMany.locator("body")).containsText(LIMIT + " windows of Corral open");
    page.close();
    await().atMost(SWEPT).until(() -> corral.metric("corral_ui_windows") == LIMIT - 1);
    tooMany.click("a");
    tooMany.waitForSelector("#nodes-grid, .empty");
    tooMany.context().close();
  }
}
