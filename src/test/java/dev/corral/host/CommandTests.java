package dev.corral.host;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a host's shell makes of a command's line: compared with what a real sh makes of it. */
class CommandTests {
  /** The words that a shell passes on, as it would on a node: the line is all that it gets. */
  private static List<String> heard(Command command) throws IOException {
    Process shell = new ProcessBuilder("sh").redirectErrorStream(true).start();
    try (var in = shell.getOutputStream()) {
      in.write(command.line().getBytes(StandardCharsets.UTF_8));
    }
    String out = new String(shell.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    return Arrays.asList(out.split("\0", -1))
        .subList(0, (int) out.chars().filter(c -> c == 0).count());
  }

  private static Command printing(List<String> words) {
    List<String> all = new ArrayList<>(List.of("printf", "%s\\0"));
    all.addAll(words);
    return Command.of(all.toArray(String[]::new));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "plain",
        "",
        " ",
        "two words",
        "'",
        "''",
        "'; reboot; '",
        "it's",
        "\"",
        "\\",
        "\\'",
        "a\\",
        "$HOME",
        "${IFS}",
        "$(touch /tmp/owned)",
        "`id`",
        "a;b",
        "a&b|c",
        ">out",
        "<in",
        "*",
        "?[a-z]",
        "~root",
        "#not a comment",
        "!history",
        "{a,b}",
        "line\nbreak",
        "\n",
        "tab\ttab",
        "\r",
        "-n",
        "--",
        "%s%n",
        "=",
        "ümläut €",
        "🐎",
        "\u0001\u001b[31m",
        "\\0",
        "a\\nb"
      })
  void aWordArrivesAsItIs(String word) throws IOException {
    assertThat(heard(printing(List.of(word)))).containsExactly(word);
  }

  @Test
  void whateverLanguageAHostSpeaksItAnswersInEnglish() throws IOException {
    assertThat(heard(Command.script("printf '%s\\0' \"$LC_ALL\""))).containsExactly("C");
  }

  @Test
  void randomBytesArriveAsTheyAre() throws IOException {
    Random random = new Random(42);
    for (int round = 0; round < 60; round++) {
      List<String> words = new ArrayList<>();
      for (int i = 0; i < 20; i++) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        words.add(new String(bytes, StandardCharsets.ISO_8859_1).replace("\0", "'"));
      }
      assertThat(heard(printing(words))).as("round " + round).isEqualTo(words);
    }
  }

  @Test
  void aScriptsArgumentsAreNeverPartOfItsText() throws IOException {
    Command script = Command.script("printf '%s\\0' \"$#\" \"$2\" \"$1\"", "$(id)", "'; id; '");
    assertThat(heard(script)).containsExactly("2", "'; id; '", "$(id)");
  }

  @Test
  void saysHowLongItMayTakeAndWhatItReads() {
    Command command = Command.of("cat").reading("text").within(Duration.ofSeconds(3));
    assertThat(command.words()).containsExactly("cat");
    assertThat(command.input()).isEqualTo("text");
    assertThat(command.limit()).isEqualTo(Duration.ofSeconds(3));
    assertThat(Command.of("cat").limit()).isLessThanOrEqualTo(Duration.ofSeconds(30));
    assertThat(Command.of("cat").input()).isEmpty();
  }
}
