package dev.corral.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.TestMethodOrder;

/**
 * The main jobs as a person does them, in a real browser, on real hosts. Screenshots are left in
 * target/shots.
 */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BrowserIT {
  private static final double PATIENCE = Chromium.PATIENCE;
  private static final List<String> SCRIPT_ERRORS = new ArrayList<>();
  static Lab lab;
  static Corral corral;
  static Chromium chromium;
  static Page page;

  @BeforeAll
  static void up() {
    Chromium.needed();
    lab = Lab.up(4);
    lab.seed("n1", "golden", 0);
    corral = Corral.fresh("browser");
    corral.herd(lab, "n1", "n2");
    chromium = Chromium.at(corral);
    page = chromium.person();
    page.onPageError(
        error -> {
          if (!page.url().contains("/camunda/")) SCRIPT_ERRORS.add(error);
        });
  }

  @AfterAll
  static void down() {
    if (chromium != null) chromium.close();
    if (corral != null) corral.close();
    if (lab != null) lab.close();
  }

  @AfterEach
  void shot(TestInfo test) {
    page.screenshot(
        new Page.ScreenshotOptions()
            .setPath(
                Path.of("target/shots", test.getTestMethod().orElseThrow().getName() + ".png")));
  }

  private static void open(String path) {
    page.navigate(corral.url() + path);
  }

  private static void fill(String id, String value) {
    page.locator("#" + id + " input").fill(value);
    page.locator("#" + id + " input").blur();
  }

  /** The operation on this page; if it comes to a stand, what its steps say. */
  private static void itEndsWell() {
    Locator summary = page.locator("#operation-summary");
    assertThat(summary)
        .containsText(
            Pattern.compile("Done|Incident"),
            new LocatorAssertions.ContainsTextOptions().setTimeout(3 * PATIENCE));
    org.assertj.core.api.Assertions.assertThat(summary.innerText())
        .as(() -> page.locator("#steps").innerText())
        .contains("Done");
  }

  @Test
  @Order(1)
  void aWrongPasswordIsToldAndTheRightOneLetsIn() {
    open("/nodes");
    page.fill("input[name=username]", "admin");
    page.fill("input[name=password]", "wrong");
    page.click("vaadin-button[slot=submit]");
    assertThat(page.getByText("That did not work")).isVisible();
    page.fill("input[name=username]", "admin");
    page.fill("input[name=password]", corral.password());
    page.click("vaadin-button[slot=submit]");
    assertThat(page.locator("#nodes-grid")).containsText("n1");
  }

  @Test
  @Order(2)
  void aNodeIsAddedByTheWizard() {
    open("/nodes");
    page.click("#add-node");
    fill("node-name", "n3");
    fill("node-address", lab.address("n3"));
    page.click("#look");
    assertThat(page.locator("#fingerprint")).containsText(corral.fingerprint(lab, "n3"));
    page.locator("#fingerprint-confirmed input").check();
    fill("node-password", lab.password());
    page.click("#start-onboarding");
    itEndsWell();
    assertThat(page.locator("#steps")).containsText("Admit node");
  }

  @Test
  @Order(3)
  void aBaseIsPreparedAndTickedOnNodesAndArrives() {
    open("/bases");
    page.click("#prepare-base");
    fill("base-name", "tiny");
    page.locator("#base-domain input").fill("golden");
    page.keyboard().press("Enter");
    page.click("#prepare-dialog-go");
    Locator box = page.locator("#copy-tiny-n2");
    assertThat(page.locator("#bases-grid")).containsText("generation 1");
    box.click();
    page.locator("#copy-tiny-n3").click();
    assertThat(page.locator("#bases-grid").getByText("Ready"))
        .hasCount(3, new LocatorAssertions.HasCountOptions().setTimeout(PATIENCE));
  }

  @Test
  @Order(4)
  void nineClonesAreCreatedAfterALookWhereTheyWouldGo() {
    open("/clones");
    page.click("#create-clones");
    fill("clone-count", "9");
    page.click("#where");
    assertThat(page.locator("#plan")).containsText("tiny-9");
    page.click("#create-dialog-go");
    open("/clones");
    assertThat(page.locator("#clones-grid").getByText("Running"))
        .hasCount(9, new LocatorAssertions.HasCountOptions().setTimeout(3 * PATIENCE));
    for (String node : List.of("n1", "n2", "n3"))
      org.assertj.core.api.Assertions.assertThat(lab.running(node)).hasSize(3);
  }

  @Test
  @Order(5)
  void onePersonReadsWhyACloneIsWhereItIs() {
    open("/clones");
    page.getByText("Why here?").first().click();
    assertThat(page.locator("#verdicts")).containsText("n3");
    page.click("#why-close");
  }

  @Test
  @Order(6)
  void twoBrowsersSeeTheSameOperationMove() {
    Page other = chromium.person();
    chromium.signIn(other, "/operations");
    open("/operations");
    assertThat(other.locator("#operations-grid")).containsText("tiny");
    corral.post("/clones", Map.of("base", "tiny", "name", "seen-by-both"));
    assertThat(page.locator("#operations-grid")).containsText("seen-by-both");
    assertThat(other.locator("#operations-grid")).containsText("seen-by-both");
    other.context().close();
  }

  @Test
  @Order(7)
  void anIncidentIsRetriedWhereItIsShown() {
    String id = corral.post("/nodes", Map.of("name", "n9", "address", Lab.at(99))).text("id");
    corral.settled(id);
    open("/operations/" + id);
    assertThat(page.locator("#operation-summary")).containsText("Incident");
    page.click("#retry");
    page.click("#retry-dialog-go");
    corral.await_(id, o -> o.path("steps").get(0).path("attempt").asInt() == 4);
    assertThat(page.locator("#steps")).containsText("no answer");
  }

  @Test
  @Order(8)
  void allIsInTheAudit() {
    open("/audit");
    assertThat(page.locator("#audit-grid")).containsText("admin");
    fill("filter-clone", "tiny-1");
    assertThat(page.locator("#audit-grid")).containsText("Create overlay");
  }

  @Test
  @Order(9)
  void cockpitOpensWithoutASecondLogin() {
    open("/");
    String href = page.locator("#nav-cockpit").getAttribute("href");
    page.navigate(corral.url() + "/" + href.replaceFirst("^/", ""));
    assertThat(page.getByText("Running Process Instances").first()).isVisible();
  }

  @Test
  @Order(10)
  void aNodeIsDrainedByItsPlanAndRestored() {
    open("/nodes/n3");
    page.click("#drain");
    assertThat(page.locator("#drain-consequences")).containsText("move to other nodes");
    assertThat(page.locator("#drain-plan")).containsText("→ n");
    page.locator("#drain-power-off input").check();
    assertThat(page.locator("#drain-consequences")).containsText("n3 is switched off");
    page.click("#drain-dialog-go");
    itEndsWell();
    org.assertj.core.api.Assertions.assertThat(lab.run("status")).contains("n3 off");

    open("/nodes/n3");
    page.click("#restore");
    itEndsWell();
    org.assertj.core.api.Assertions.assertThat(lab.running("n3")).isNotEmpty();
  }

  @Test
  @Order(11)
  void aCloneIsMovedAfterALookWhereItWouldGo() {
    String before = corral.get("/clones/tiny-1").text("node");
    open("/clones");
    page.click("#move-tiny-1");
    assertThat(page.locator("#move-where")).containsText(before + " → ");
    page.click("#move-dialog-go");
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> !corral.get("/clones/tiny-1").text("node").equals(before));
  }

  /** How a page is looked at. */
  private record Look(String tone, int width) {}

  @Test
  @Order(12)
  void noViewHasASeriousAccessibilityViolation() {
    String drain = corral.list("/operations?kind=drain-node").get(0).path("id").asText();
    List<String> found = new ArrayList<>();
    for (Look look :
        List.of(new Look("light", 1280), new Look("dark", 1280), new Look("light", 400))) {
      page.evaluate("tone => localStorage.setItem('corral-tone', tone)", look.tone());
      page.setViewportSize(look.width(), 800);
      for (String path :
          List.of(
              "/",
              "/nodes",
              "/nodes/n1",
              "/add-node",
              "/bases",
              "/bases/tiny",
              "/clones",
              "/operations",
              "/operations/" + drain,
              "/audit",
              "/settings",
              "/nowhere")) {
        open(path);
        assertThat(page.locator(".page h1")).isVisible();
        found.addAll(Chromium.violations(page, path + " " + look));
        if (!Boolean.TRUE.equals(
            page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")))
          found.add(path + " " + look + " is wider than the window");
      }
    }
    page.setViewportSize(1280, 800);
    org.assertj.core.api.Assertions.assertThat(found).isEmpty();
    org.assertj.core.api.Assertions.assertThat(SCRIPT_ERRORS).isEmpty();
  }

  @Test
  @Order(13)
  void manyNodesAreAddedAtOnceAndThoseThatCannotBeHoldUpNoOther() {
    open("/nodes");
    page.click("#add-nodes");
    page.locator("#nodes-list textarea")
        .fill("n4,%s,rack=b%nn8,%s%nn9 without=address%n".formatted(lab.address("n4"), Lab.at(99)));
    page.click("#look-all");
    assertThat(page.locator("#new-node-n4")).containsText(corral.fingerprint(lab, "n4"));
    assertThat(page.locator("#new-node-n8")).containsText("no answer");
    assertThat(page.locator("#new-node-n9")).containsText("Stays out");
    page.locator("#confirm-n4 input").check();
    assertThat(page.locator("#start-all")).containsText("Add 1 node");
    fill("node-password", lab.password());
    page.click("#start-all");
    assertThat(page.locator("#new-node-n4")).containsText("Done");
    org.assertj.core.api.Assertions.assertThat(corral.get("/nodes/n4").body().path("labels"))
        .hasToString("{\"rack\":\"b\"}");
  }

  @Test
  @Order(14)
  void aBaseIsTakenFromANodeUnlessClonesThereNeedIt() {
    open("/bases");
    page.click("#copy-tiny-n2");
    assertThat(page.locator("#disable-dialog-plan")).containsText("tiny-");
    assertThat(page.locator("#disable-dialog-go")).isDisabled();
    page.click("#disable-dialog-back");

    page.click("#copy-tiny-n4");
    Locator ready = page.locator("#bases-grid").getByText("Ready");
    assertThat(ready).hasCount(4);
    page.click("#copy-tiny-n4");
    assertThat(page.locator("#disable-dialog-plan")).containsText("become free");
    page.click("#disable-dialog-go");
    assertThat(ready).hasCount(3);
    org.awaitility.Awaitility.await()
        .atMost(java.time.Duration.ofSeconds(60))
        .until(() -> lab.images("n4").stream().noneMatch(image -> image.contains("tiny")));
  }
}
