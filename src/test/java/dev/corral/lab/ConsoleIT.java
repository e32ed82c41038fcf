package dev.corral.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.microsoft.playwright.Page;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * Operations, settings and the lost connection in a real browser. No host is needed: a node that
 * gives no answer is an incident. Screenshots are left in target/shots.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
@Tag("alone")
class ConsoleIT {
  private static final Duration SOON = Duration.ofSeconds(10);

  /** When the text of an element first held some words; in milliseconds. */
  private static final String SEEN =
      """
      ([place, words]) => new Promise(done => {
        const look = () => document.querySelector(place)?.innerText.includes(words) && done(Date.now());
        new MutationObserver(look).observe(document.body, {subtree: true, childList: true, characterData: true});
        look();
      })""";

  static Corral corral;
  static Chromium chromium;
  static Page page;
  static String incident;

  @BeforeAll
  static void up() {
    Chromium.needed();
    corral = Corral.fresh("console");
    chromium = Chromium.at(corral);
    page = chromium.person();
    incident =
        corral
            .post("/nodes", Map.of("name", "n9", "address", "127.0.0.1", "sshPort", 9))
            .text("id");
  }

  @AfterAll
  static void down() {
    if (chromium != null) chromium.close();
    if (corral != null) corral.close();
  }

  @AfterEach
  void shot(TestInfo test) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(
                Path.of("target/shots", test.getTestMethod().orElseThrow().getName() + ".png")));
  }

  private static void soon(String what, Duration took) {
    System.out.println(what + ": " + took.toMillis() + " ms");
    assertThat(took).as(what).isLessThan(SOON);
  }

  @Test
  @Order(1)
  void theFirstViewComesSoonAfterTheLogin() {
    page.navigate(corral.url() + "/");
    page.fill("input[name=username]", "admin");
    page.fill("input[name=password]", corral.password());
    Instant begin = Instant.now();
    page.click("vaadin-button[slot=submit]");
    page.waitForSelector("#tile-incidents");
    soon("first view after login", Duration.between(begin, Instant.now()));
  }

  @Test
  @Order(2)
  void anIncidentIsSeenInItsDiagramAndRetriedThere() {
    corral.settled(incident);
    page.navigate(corral.url() + "/");
    page.click("#tile-incidents a.main");
    page.locator("#operations-grid a", new Page.LocatorOptions().setHasText("Onboard node"))
        .click();
    assertThat(page.locator("#diagram .incident .note")).containsText("×3");
    assertThat(page.locator("#diagram svg"))
        .hasAttribute(
            "aria-label", java.util.regex.Pattern.compile(".*person at: Check host key.*"));
    assertThat(page.locator("#steps")).containsText("What to do");
    page.click("#retry");
    page.click("#retry-dialog-go");
    assertThat(page.locator("#diagram .incident .note")).containsText("×4");
  }

  @Test
  @Order(3)
  void aChangeIsOnScreenWithinASecondInEveryBrowserThatLooks() {
    Page other = chromium.person();
    chromium.signIn(other, "/operations/" + incident);
    assertThat(other.locator("#diagram .incident .note")).containsText("×4");
    assertThat(page.locator("#diagram .incident .note")).containsText("×4");
    for (Page each : new Page[] {page, other})
      each.evaluate("([seen, asked]) => { window.seen = eval(seen)(asked); }", seen("attempt 5"));
    corral.post("/operations/" + incident + "/retry", Map.of());
    for (Page each : new Page[] {page, other}) {
      Instant seen = Instant.ofEpochMilli(((Number) each.evaluate("window.seen")).longValue());
      JsonNode step = Corral.step(corral.operation(incident), "CheckHostKey");
      soon(
          "an attempt on screen after it began",
          Duration.between(Instant.parse(step.path("startedAt").asText()), seen));
    }
    other.context().close();
    corral.post("/operations/" + incident + "/retry", Map.of());
    assertThat(page.locator("#steps")).containsText("attempt 6");
  }

  private static Object[] seen(String words) {
    return new Object[] {SEEN, new Object[] {"#steps", words}};
  }

  @Test
  @Order(4)
  void cockpitOpensAtTheOperationWithoutASecondLogin() {
    Page cockpit = page.context().waitForPage(() -> page.click("#cockpit"));
    assertThat(cockpit.getByText("Check host key").first()).isVisible();
    cockpit.close();
  }

  @Test
  @Order(5)
  void aChangedPolicyIsInTheAuditWithItsReason() {
    page.navigate(corral.url() + "/settings");
    assertThat(page.locator("#policy")).containsText("85 %");
    page.click("#change-policy");
    page.locator("#policy-high-water input").fill("70");
    page.locator("#policy-high-water input").blur();
    page.locator("#policy-dialog-reason input").fill("small disks");
    page.locator("#policy-dialog-reason input").blur();
    page.click("#policy-dialog-go");
    assertThat(page.locator("#policy")).containsText("70 %");
    page.click("#verify-audit");
    assertThat(page.locator("#audit-verified")).containsText("whole");
    page.navigate(corral.url() + "/audit");
    assertThat(page.locator("#audit-grid")).containsText("small disks");
  }

  @Test
  @Order(6)
  void aLostConnectionSaysSoAndThePageGoesOnByItself() {
    page.navigate(corral.url() + "/operations/" + incident);
    assertThat(page.locator("#diagram svg")).isVisible();
    corral.kill();
    assertThat(page.locator(".v-status-message.active")).containsText("Corral does not answer");
    corral.start();
    assertThat(page.locator(".v-status-message.active")).hasCount(0);
    assertThat(page.locator("#diagram .incident .note")).containsText("×6");
    corral.post("/operations/" + incident + "/cancel", Map.of("reason", "enough"));
    assertThat(page.locator("#operation-summary")).containsText("Cancelled");
    assertThat(page.locator("#diagram .left .note")).containsText("✗");
  }
}
