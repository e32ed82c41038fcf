package dev.corral.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.engine.Drawing.Flow;
import dev.corral.engine.Drawing.Kind;
import dev.corral.engine.Drawing.Shape;
import dev.corral.engine.Drawing.Sign;
import java.io.File;
import java.util.stream.Stream;
import org.camunda.bpm.model.bpmn.Bpmn;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.xml.instance.ModelElementInstance;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is read of a model's diagram. */
class DrawingsTests {
  static Stream<File> models() {
    return Stream.of(new File("processes").listFiles((d, n) -> n.endsWith(".bpmn"))).sorted();
  }

  private static String[] ids(BpmnModelInstance model, Class<? extends ModelElementInstance> type) {
    return model.getModelElementsByType(type).stream()
        .map(e -> e.getAttributeValue("id"))
        .toArray(String[]::new);
  }

  @ParameterizedTest
  @MethodSource("models")
  void everythingInAModelIsDrawnOnce(File file) {
    BpmnModelInstance model = Bpmn.readModelFromFile(file);
    Drawing drawing = Drawings.of(model);
    assertThat(drawing.name()).isNotEmpty();
    assertThat(drawing.shapes())
        .extracting(Shape::id)
        .containsExactlyInAnyOrder(ids(model, FlowNode.class));
    assertThat(drawing.flows())
        .extracting(Flow::id)
        .containsExactlyInAnyOrder(ids(model, SequenceFlow.class));
    assertThat(drawing.flows()).allSatisfy(f -> assertThat(f.points()).hasSizeGreaterThan(1));
  }

  @Test
  void whatAShapeStandsForIsKnown() {
    Drawing drawing = Drawings.of(Bpmn.readModelFromFile(new File("processes/drain-node.bpmn")));
    assertThat(drawing.shapes())
        .filteredOn(s -> s.kind() == Kind.CALL && s.each())
        .extracting(Shape::name)
        .containsExactly("Let each guest leave");
    assertThat(Drawings.of(Bpmn.readModelFromFile(new File("processes/try-base.bpmn"))).shapes())
        .filteredOn(s -> s.kind() == Kind.CATCH)
        .extracting(Shape::sign)
        .containsOnly(Sign.TIMER);
    assertThat(Drawings.of(Bpmn.readModelFromFile(new File("processes/wake-node.bpmn"))).shapes())
        .filteredOn(s -> s.kind() == Kind.BOUNDARY)
        .extracting(Shape::sign)
        .containsOnly(Sign.TIMER);
    assertThat(Drawings.of(Bpmn.readModelFromFile(new File("processes/provision-clone.bpmn"))))
        .satisfies(d -> assertThat(d.shapes().get(0).kind()).isEqualTo(Kind.PART));
  }
}
