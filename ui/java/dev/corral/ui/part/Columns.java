package dev.corral.ui.part;

import com.vaadin.flow.component.grid.Grid;
import com.vaadin.flow.component.grid.GridVariant;
import com.vaadin.flow.data.renderer.LitRenderer;
import com.vaadin.flow.function.ValueProvider;
import java.time.Instant;
import java.util.function.Function;

/** Cells that the browser draws itself: cheap to refresh, and real links for the keyboard. */
public final class Columns {
  private Columns() {}

  /** A grid that looks like all others, and says this where there is nothing. */
  public static <T> Grid<T> grid(String emptyKey) {
    Grid<T> grid = new Grid<>();
    grid.addThemeVariants(
        GridVariant.LUMO_NO_BORDER,
        GridVariant.LUMO_ROW_STRIPES,
        GridVariant.LUMO_WRAP_CELL_CONTENT);
    grid.setSelectionMode(Grid.SelectionMode.NONE);
    grid.setEmptyStateText(Words.of(emptyKey));
    grid.addClassName("list");
    return grid;
  }

  /** A link, with small words below it. */
  public static <T> LitRenderer<T> link(
      Function<T, String> href, Function<T, String> text, Function<T, String> below) {
    return LitRenderer.<T>of(
            "<a class=\"cell-link\" href=\"${item.href}\">${item.text}</a><div class=\"below\">${item.below}</div>")
        .withProperty("href", safe(href))
        .withProperty("text", safe(text))
        .withProperty("below", safe(below));
  }

  /** Words, with small ones below them; the whole as a tooltip. */
  public static <T> LitRenderer<T> words(Function<T, String> text, Function<T, String> below) {
    return LitRenderer.<T>of(
            "<div class=\"cut\" title=\"${item.text}\">${item.text}</div><div class=\"below\" title=\"${item.below}\">${item.below}</div>")
        .withProperty("text", safe(text))
        .withProperty("below", safe(below));
  }

  /** A state, with small words below it. */
  public static <T> LitRenderer<T> badge(
      Function<T, Tone> tone, Function<T, String> text, Function<T, String> below) {
    return LitRenderer.<T>of(
            "<span class=\"badge ${item.tone}\" ?hidden=\"${!item.text}\">${item.text}</span><div class=\"below\" title=\"${item.below}\">${item.below}</div>")
        .withProperty("tone", item -> tone.apply(item).css())
        .withProperty("text", safe(text))
        .withProperty("below", safe(below));
  }

  /** A bar with words below it; no bar below zero. */
  public static <T> LitRenderer<T> bar(
      Function<T, Integer> percent, Function<T, Tone> tone, Function<T, String> text) {
    return bar(percent, tone, text, item -> null);
  }

  /** The same with words in which {@code {0}} is how long ago that was. */
  public static <T> LitRenderer<T> bar(
      Function<T, Integer> percent,
      Function<T, Tone> tone,
      Function<T, String> text,
      Function<T, Instant> at) {
    return LitRenderer.<T>of(
            "<div class=\"bar stacked\" ?hidden=\"${!item.text}\"><div class=\"track\" ?hidden=\"${item.percent < 0}\"><div class=\"${item.tone}\" style=\"width:${item.percent}%\"></div></div><corral-time at=\"${item.at}\" words=\"${item.text}\"></corral-time></div>")
        .withProperty("percent", item -> Math.max(-1, Math.min(100, percent.apply(item))))
        .withProperty("tone", item -> tone.apply(item).css())
        .withProperty("text", safe(text))
        .withProperty("at", item -> Clocked.millis(at.apply(item)));
  }

  /** A state, with small words below it in which {@code {0}} is how long ago that was. */
  public static <T> LitRenderer<T> badge(
      Function<T, Tone> tone,
      Function<T, String> text,
      Function<T, String> below,
      Function<T, Instant> at) {
    return LitRenderer.<T>of(
            "<span class=\"badge ${item.tone}\" ?hidden=\"${!item.text}\">${item.text}</span><div class=\"below\"><corral-time at=\"${item.at}\" words=\"${item.below}\"></corral-time></div>")
        .withProperty("tone", item -> tone.apply(item).css())
        .withProperty("text", safe(text))
        .withProperty("below", safe(below))
        .withProperty("at", item -> Clocked.millis(at.apply(item)));
  }

  /** How long ago; the exact time as a tooltip. */
  public static <T> LitRenderer<T> ago(Times times, Function<T, Instant> at) {
    return LitRenderer.<T>of(
            "<corral-time at=\"${item.at}\" title=\"${item.exact}\"></corral-time>")
        .withProperty("exact", item -> times.exact(at.apply(item)))
        .withProperty("at", item -> Clocked.millis(at.apply(item)));
  }

  /** How long it has lasted; the browser counts on while there is no end. */
  public static <T> LitRenderer<T> lasted(
      Times times, Function<T, Instant> from, Function<T, Instant> to) {
    return LitRenderer.<T>of(
            "<corral-time lasted at=\"${item.since}\" words=\"${item.lasted}\"></corral-time>")
        .withProperty(
            "since", item -> to.apply(item) == null ? Clocked.millis(from.apply(item)) : "")
        .withProperty(
            "lasted",
            item -> to.apply(item) == null ? "" : times.amount(from.apply(item), to.apply(item)));
  }

  private static <T> ValueProvider<T, String> safe(Function<T, String> of) {
    return item -> {
      String value = of.apply(item);
      return value == null ? "" : value;
    };
  }
}
