package dev.corral.lab;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Page;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How the views bear 200 nodes and 10 000 clones, beside 3 and 30: started by ops/bench/screen,
 * which says how to read it.
 */
class ManyOnScreen {
  private static final int NOTCH = 120;
  private static final int NOTCHES = 240;
  private static final int CHANGES = 20;

  /** Keeps the time between any two frames, and since when rows on screen wait for their words. */
  private static final String WATCH =
      """
      grid => {
        const g = document.querySelector(grid);
        const w = window.watched = {frames: [], waited: [], on: true};
        let last = performance.now(), empty = 0;
        const frame = now => {
          w.frames.push(now - last);
          if (g.hasAttribute('loading')) empty += now - last;
          else if (empty) { w.waited.push(empty); empty = 0; }
          last = now;
          if (w.on) requestAnimationFrame(frame); else if (empty) w.waited.push(empty);
        };
        requestAnimationFrame(now => { last = now; requestAnimationFrame(frame); });
      }""";

  private static final String STOP =
      """
      () => {
        const w = window.watched;
        w.on = false;
        const sorted = w.frames.sort((a, b) => a - b);
        return [sorted[Math.floor(sorted.length * 0.95)], sorted[sorted.length - 1], Math.max(0, ...w.waited)];
      }""";

  static Corral corral;
  static Chromium chromium;

  @BeforeAll
  static void up() {
    Chromium.needed();
    corral = Corral.packed("screen", "--corral.monitor.every=PT24H");
    chromium = Chromium.at(corral);
  }

  @AfterAll
  static void down() {
    if (chromium != null) chromium.close();
    if (corral != null) corral.close();
  }

  @Test
  void manyAreAsQuickAsFew() {
    seed(1, 3, 1, 30);
    measure(); // what is done for the first time only, is not measured
    Map<String, Double> few = measure();
    seed(4, 200, 31, 10_000);
    Map<String, Double> many = measure();
    System.out.println(
        "\n| ms | 3 nodes, 30 clones | 200 nodes, 10 000 clones | ratio |\n|---|---|---|---|");
    many.forEach(
        (what, ms) ->
            System.out.println(
                String.format(
                    Locale.ROOT,
                    "| %s | %.0f | %.0f | %.2f |",
                    what,
                    few.get(what),
                    ms,
                    ms / few.get(what))));
    scroll("/clones", "#clones-grid", "lab6-9995");
    scroll("/nodes", "#nodes-grid", "n200");
    changes();
  }

  private static void seed(int node1, int node2, int clone1, int clone2) {
    try (var script = ManyOnScreen.class.getResourceAsStream("/bench/herd.sql")) {
      corral.sql(
          new String(script.readAllBytes(), StandardCharsets.UTF_8)
              .replace(":n1", "" + node1)
              .replace(":n2", "" + node2)
              .replace(":c1", "" + clone1)
              .replace(":c2", "" + clone2));
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Map<String, Double> measure() {
    Map<String, Double> took = new LinkedHashMap<>();
    Page page = chromium.person();
    page.navigate(corral.url() + "/");
    page.fill("input[name=username]", "admin");
    page.fill("input[name=password]", corral.password());
    took.put(
        "from login to the dashboard",
        time(
            () -> {
              page.click("vaadin-button[slot=submit]");
              assertThat(page.locator("#tile-nodes")).isVisible();
            }));
    for (String view : List.of("nodes", "bases", "clones", "operations")) {
      took.put(
          view + " opened by its address",
          time(
              () -> {
                page.navigate(corral.url() + "/" + view);
                filled(page, "#" + view + "-grid");
              }));
    }
    page.context().close();
    return took;
  }

  private static void filled(Page page, String grid) {
    page.waitForFunction(
        "g => { const grid = document.querySelector(g); return grid && !grid.hasAttribute('loading') && grid.querySelector('vaadin-grid-cell-content a, vaadin-grid-cell-content .badge'); }",
        grid);
  }

  private static double time(Runnable what) {
    long begin = System.nanoTime();
    what.run();
    return (System.nanoTime() - begin) / 1e6;
  }

  /** By the wheel, and then to the end at once, as one drags the bar. */
  private static void scroll(String path, String grid, String last) {
    Page page = chromium.person();
    chromium.signIn(page, path);
    filled(page, grid);
    page.hover(grid);
    page.evaluate(WATCH, grid);
    for (int i = 0; i < NOTCHES; i++) {
      page.mouse().wheel(0, NOTCH);
      page.waitForTimeout(16);
    }
    filled(page, grid);
    say(path + ", " + NOTCHES + " notches of the wheel", page.evaluate(STOP));
    page.evaluate(WATCH, grid);
    page.evaluate(
        "g => { const table = document.querySelector(g).$.table; table.scrollTop = table.scrollHeight; }",
        grid);
    page.waitForTimeout(100);
    filled(page, grid);
    say(path + ", to the end at once", page.evaluate(STOP));
    assertThat(page.locator(grid)).containsText(last);
    page.context().close();
  }

  private static void say(String what, Object measured) {
    List<?> ms = (List<?>) measured;
    System.out.println(
        String.format(
            Locale.ROOT,
            "%s: of 100 frames 95 within %.0f ms, the longest %.0f ms; rows without words for %.0f ms at most",
            what,
            number(ms.get(0)),
            number(ms.get(1)),
            number(ms.get(2))));
  }

  private static double number(Object of) {
    return ((Number) of).doubleValue();
  }

  /** From just after the commit of a change until it is in the page. */
  private static void changes() {
    Page page = chromium.person();
    chromium.signIn(page, "/operations");
    filled(page, "#operations-grid");
    List<Double> took = new ArrayList<>();
    for (int i = 1; i <= CHANGES; i++) {
      int percent = 10 + i;
      corral.sql("update corral.operation set percent = " + percent + " where id = 'watched'");
      took.add(
          time(
              () ->
                  page.waitForFunction(
                      "p => document.querySelector('#operations-grid').textContent.includes(p)",
                      percent + " %")));
    }
    Collections.sort(took);
    System.out.println(
        String.format(
            Locale.ROOT,
            "a change of an operation is on screen after %.0f ms (median of %d), %.0f ms at most",
            took.get(CHANGES / 2),
            CHANGES,
            took.get(CHANGES - 1)));
    page.context().close();
  }
}
