package dev.corral.ui.part;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.FlowElement;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WordsTests {
  private static final String STEP = "step.";
  private static final Pattern VALUE = Pattern.compile("\\{(\\d)[},]");

  private static Properties words(String ending) throws Exception {
    Properties words = new Properties();
    try (var file = Words.class.getResourceAsStream("/ui/words" + ending + ".properties")) {
      words.load(new InputStreamReader(file, StandardCharsets.UTF_8));
    }
    return words;
  }

  private static Set<String> values(String text) {
    return VALUE.matcher(text).results().map(r -> r.group(1)).collect(Collectors.toSet());
  }

  @ParameterizedTest
  @ValueSource(strings = {"_ca", "_es"})
  void eachTextIsInEachLanguageWithTheSameValues(String language) throws Exception {
    Properties english = words("");
    Properties other = words(language);
    for (String key : english.stringPropertyNames()) {
      assertThat(other.getProperty(key)).as(key).isNotBlank();
      assertThat(values(other.getProperty(key)))
          .as(key)
          .isEqualTo(values(english.getProperty(key)));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"_ca", "_es"})
  void eachStepOfTheModelsHasAWordAndNoOtherHas(String language) throws Exception {
    Set<String> steps =
        Stream.of(new File("processes").listFiles((folder, name) -> name.endsWith(".bpmn")))
            .flatMap(f -> Bpmn.readModelFromFile(f).getModelElementsByType(Activity.class).stream())
            .map(FlowElement::getId)
            .collect(Collectors.toCollection(TreeSet::new));
    Set<String> worded = new TreeSet<>(words(language).stringPropertyNames());
    worded.removeAll(words("").stringPropertyNames());
    worded.removeIf(key -> !key.startsWith(STEP));
    assertThat(worded).isEqualTo(steps.stream().map(id -> STEP + id).collect(Collectors.toSet()));
  }
}
