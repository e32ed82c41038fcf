package dev.corral.ui.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What went wrong, in the reader's language. */
class ProblemWordsTests {
  private static final Locale CATALAN = Locale.forLanguageTag("ca");
  private static final ProblemWords THROWN =
      new ProblemWords("there is a clone 'web' already", "choose another name");

  @Test
  void aProblemIsWrittenWithItsParameters() {
    var words = ProblemWords.of(CATALAN, "CLONE_EXISTS", THROWN, Map.of("clone", "web"));
    assertThat(words.detail()).isEqualTo("Ja hi ha un clon «web»");
    assertThat(words.fix()).startsWith("Tria un altre nom");
  }

  @Test
  void whatALanguageHasNoWordsForStaysAsItWasThrown() {
    assertThat(ProblemWords.of(CATALAN, "RARE", THROWN, Map.of())).isEqualTo(THROWN);
    assertThat(ProblemWords.of(Locale.ENGLISH, "CLONE_EXISTS", THROWN, Map.of("clone", "web")))
        .isEqualTo(THROWN);
  }

  @Test
  void aValueThatWasNotGivenLeavesItAsItWasThrown() {
    assertThat(ProblemWords.of(CATALAN, "CLONE_EXISTS", THROWN, Map.of())).isEqualTo(THROWN);
  }

  @Test
  void theLanguagesHaveTheSameProblemsWithTheSameValues() throws Exception {
    Properties catalan = words("ca");
    Properties spanish = words("es");
    assertThat(catalan.stringPropertyNames()).isEqualTo(spanish.stringPropertyNames());
    for (String key : catalan.stringPropertyNames())
      assertThat(values(catalan.getProperty(key)))
          .as(key)
          .isEqualTo(values(spanish.getProperty(key)));
  }

  /** Some class that names the code also names each value. */
  @Test
  void eachProblemWithWordsIsThrownWithItsValues() throws Exception {
    List<String> sources = sources();
    Properties words = words("ca");
    for (String key : words.stringPropertyNames()) {
      String code = key.replace(".fix", "");
      assertThat(words.getProperty(code)).as(key).isNotBlank();
      assertThat(words.getProperty(code + ".fix")).as(key).isNotBlank();
      Set<String> values = values(words.getProperty(key));
      Pattern named = Pattern.compile(code.endsWith("_UNKNOWN") ? "_UNKNOWN\"" : "\\b" + code);
      assertThat(sources)
          .as(key + " is thrown with " + values)
          .anyMatch(
              s ->
                  named.matcher(s).find()
                      && values.stream()
                          .allMatch(v -> s.matches("(?s).*(with|put)\\(\"" + v + "\",.*")));
    }
  }

  private static List<String> sources() throws IOException {
    try (var files = Files.walk(Path.of("src/main/java"))) {
      return files
          .filter(f -> f.toString().endsWith(".java"))
          .map(ProblemWordsTests::text)
          .toList();
    }
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static Set<String> values(String text) {
    return Pattern.compile("\\{(\\w+)}")
        .matcher(text)
        .results()
        .map(r -> r.group(1))
        .collect(Collectors.toSet());
  }

  private static Properties words(String language) throws IOException {
    Properties words = new Properties();
    String name = "/ui/problems_" + language + ".properties";
    try (var file = ProblemWords.class.getResourceAsStream(name)) {
      words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
    }
    return words;
  }
}
