package dev.corral.host;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A command for a host: words, never a joined string; what it reads; how long it may take.
 *
 * @param input what the command reads from its standard input, never null
 */
public record Command(List<String> words, String input, Duration limit) {
  private static final Duration USUAL = Duration.ofSeconds(20);

  /** A command of at most 20 seconds that reads nothing. */
  public static Command of(String... words) {
    return new Command(List.of(words), "", USUAL);
  }

  /**
   * A script for {@code sh}, in which {@code $1, $2, …} are the arguments: nothing is pasted into
   * its text.
   */
  public static Command script(String script, String... arguments) {
    List<String> words = new ArrayList<>(List.of("sh", "-c", script, "sh"));
    words.addAll(List.of(arguments));
    return new Command(words, "", USUAL);
  }

  /** The same command, fed with this text. */
  public Command reading(String text) {
    return new Command(words, text, limit);
  }

  /** The same command with another limit. */
  public Command within(Duration other) {
    return new Command(words, input, other);
  }

  /**
   * One line for the host's shell, each word quoted. What it says is in English and with points in
   * numbers, whatever the host's own language is.
   */
  String line() {
    return "LC_ALL=C " + words.stream().map(Command::quoted).collect(Collectors.joining(" "));
  }

  /** The POSIX way: everything is literal between single quotes, but the quote itself. */
  static String quoted(String word) {
    return "'" + word.replace("'", "'\\''") + "'";
  }
}
