package dev.corral.fakes.shell;

import java.util.function.Consumer;

/** What a command reads from or writes to. */
public final class Stream {
  private final Consumer<String> sink;
  private final String text;
  private final String path;
  private int at;

  private Stream(String text, Consumer<String> sink, String path) {
    this.text = text;
    this.sink = sink;
    this.path = path;
  }

  /** A text to read; writing to it fails quietly. */
  public static Stream of(String text) {
    return new Stream(text, said -> {}, "");
  }

  /** The bytes of an open file. */
  static Stream of(String text, String path) {
    return new Stream(text, said -> {}, path);
  }

  /** Passes on what is written. */
  public static Stream to(Consumer<String> sink) {
    return new Stream("", sink, "");
  }

  static Stream to(Consumer<String> sink, String path) {
    return new Stream("", sink, path);
  }

  /** The path of the file that is open, or empty. */
  public String path() {
    return path;
  }

  public void write(String said) {
    sink.accept(said);
  }

  /** All that is left. */
  public String readAll() {
    String rest = text.substring(at);
    at = text.length();
    return rest;
  }

  /** The next line without its end; null after the last one. */
  public String readLine() {
    if (at >= text.length()) return null;
    int end = text.indexOf('\n', at);
    String line = text.substring(at, end < 0 ? text.length() : end);
    at = end < 0 ? text.length() : end + 1;
    return line;
  }
}
