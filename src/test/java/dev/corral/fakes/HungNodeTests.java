package dev.corral.fakes;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.HerdTest;
import dev.corral.engine.Operation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.beans.factory.annotation.Autowired;

/** A node that hangs holds up nobody: who asks it waits, and nobody else. */
@HerdTest
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HungNodeTests {
  @Autowired Stage stage;

  @AfterEach
  void letGo() {
    stage.hosts().nodes().forEach(n -> n.faults().letGo());
    stage.empty();
  }

  private void threeNodesAndABase() {
    stage.empty();
    stage.nodes(3);
    stage.base("debian", "n2", "n3");
  }

  @Test
  void aCloneIsMadeElsewhereWhileManyStepsWaitForIt() {
    threeNodesAndABase();
    stage.done("POST", "/nodes/n1/cordon", Map.of());
    stage.done("POST", "/nodes/n3/cordon", Map.of());
    for (int i = 0; i < 12; i++) stage.clone("debian", "c" + i, Map.of());
    stage.done("POST", "/nodes/n3/activate", Map.of());
    stage.done("POST", "/nodes/n2/cordon", Map.of());
    List<String> stops =
        java.util.stream.IntStream.range(0, 12)
            .mapToObj(i -> stage.begin("POST", "/clones/c" + i + "/stop", Map.of("deadline", 60)))
            .toList();
    stage.hosts().node("n2").faults().hold();
    Executing executor = stage.jobs().executing(8);
    String alice = stage.begin("POST", "/clones", Map.of("base", "debian", "name", "alice"));
    Executing.await(() -> stage.operation(alice).state() == Operation.State.DONE);
    assertThat(stage.hosts().node("n2").faults().waiting()).isPositive();
    assertThat(stops).noneMatch(s -> stage.operation(s).state() == Operation.State.DONE);
    stage.hosts().node("n2").faults().letGo();
    executor.close();
  }
}
