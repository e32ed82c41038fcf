package dev.corral.fakes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicContainer.dynamicContainer;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import dev.corral.HerdTest;
import dev.corral.fakes.Disturbance.Way;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.junit.jupiter.api.DynamicNode;
import org.junit.jupiter.api.TestFactory;
import org.springframework.beans.factory.annotation.Autowired;

/**
 * Each step of each process is killed between its effect and its commit, twice in a row, and run
 * again: all ends as if nothing had disturbed it. The steps are those of the models: one that no
 * story comes by fails.
 */
@HerdTest
class EveryStepTests {
  @Autowired Stage stage;
  @Autowired Disturbance disturbance;
  private final Map<String, String> undisturbed = new HashMap<>();

  @TestFactory
  Stream<DynamicNode> eachStoryEndsAsUndisturbed() throws IOException {
    List<DynamicNode> all = new ArrayList<>();
    Stories.all()
        .forEach(
            (name, story) -> {
              List<DynamicNode> ways = new ArrayList<>();
              for (Way way : Way.values())
                ways.add(
                    dynamicTest(
                        way.name().toLowerCase(java.util.Locale.ROOT), () -> told(name, way)));
              all.add(dynamicContainer(name, ways));
            });
    all.add(dynamicContainer("steps", steps().stream().map(this::met)));
    return all.stream();
  }

  private void told(String name, Way way) {
    stage.empty();
    disturbance.become(way);
    Stories.all().get(name).accept(stage);
    String outcome = stage.outcome();
    disturbance.become(Way.UNDISTURBED);
    assertThat(stage.hosts().ledger().broken()).isEmpty();
    assertThat(stage.unforeseen()).as("attempts that failed with an unexpected error").isEmpty();
    if (way == Way.UNDISTURBED) undisturbed.put(name, outcome);
    assertThat(outcome).isEqualTo(undisturbed.get(name));
  }

  private DynamicNode met(String step) {
    return dynamicTest(
        step,
        () -> {
          assertThat(disturbance.met(Way.KILLED))
              .as("steps that were killed before their commit, and run again")
              .contains(step);
        });
  }

  private static List<String> steps() throws IOException {
    List<String> all = new ArrayList<>();
    try (Stream<Path> models = Files.list(Path.of("processes"))) {
      for (Path model : models.filter(m -> m.toString().endsWith(".bpmn")).sorted().toList()) {
        String process = model.getFileName().toString().replace(".bpmn", "");
        for (ServiceTask task :
            Bpmn.readModelFromFile(model.toFile()).getModelElementsByType(ServiceTask.class))
          all.add(process + "/" + task.getId());
      }
    }
    return all;
  }
}
