package dev.corral.engine;

import dev.corral.engine.Drawing.Box;
import dev.corral.engine.Drawing.Flow;
import dev.corral.engine.Drawing.Kind;
import dev.corral.engine.Drawing.Point;
import dev.corral.engine.Drawing.Shape;
import dev.corral.engine.Drawing.Sign;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.history.HistoricProcessInstance;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.Activity;
import org.camunda.bpm.model.bpmn.instance.BaseElement;
import org.camunda.bpm.model.bpmn.instance.BoundaryEvent;
import org.camunda.bpm.model.bpmn.instance.CallActivity;
import org.camunda.bpm.model.bpmn.instance.CatchEvent;
import org.camunda.bpm.model.bpmn.instance.EndEvent;
import org.camunda.bpm.model.bpmn.instance.ErrorEventDefinition;
import org.camunda.bpm.model.bpmn.instance.EventDefinition;
import org.camunda.bpm.model.bpmn.instance.FlowNode;
import org.camunda.bpm.model.bpmn.instance.Gateway;
import org.camunda.bpm.model.bpmn.instance.ParallelGateway;
import org.camunda.bpm.model.bpmn.instance.Process;
import org.camunda.bpm.model.bpmn.instance.SequenceFlow;
import org.camunda.bpm.model.bpmn.instance.StartEvent;
import org.camunda.bpm.model.bpmn.instance.SubProcess;
import org.camunda.bpm.model.bpmn.instance.ThrowEvent;
import org.camunda.bpm.model.bpmn.instance.TimerEventDefinition;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnEdge;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnLabel;
import org.camunda.bpm.model.bpmn.instance.bpmndi.BpmnShape;
import org.camunda.bpm.model.bpmn.instance.dc.Bounds;
import org.springframework.stereotype.Component;

/**
 * The drawings of models, of old versions too: each operation keeps the one it was started with.
 */
@Component
public class Drawings {
  private final RepositoryService repository;
  private final HistoryService history;
  private final Map<String, Drawing> drawn = new ConcurrentHashMap<>();

  Drawings(RepositoryService repository, HistoryService history) {
    this.repository = repository;
    this.history = history;
  }

  /** Of the model that this operation runs, or ran; empty once the engine has forgotten it. */
  public Optional<Drawing> of(String operation) {
    return Optional.ofNullable(
            history
                .createHistoricProcessInstanceQuery()
                .processInstanceId(operation)
                .singleResult())
        .map(HistoricProcessInstance::getProcessDefinitionId)
        .map(d -> drawn.computeIfAbsent(d, id -> of(repository.getBpmnModelInstance(id))));
  }

  static Drawing of(BpmnModelInstance model) {
    List<Shape> shapes = new ArrayList<>();
    for (BpmnShape shape : model.getModelElementsByType(BpmnShape.class)) {
      if (shape.getBpmnElement() instanceof FlowNode node)
        shapes.add(
            new Shape(
                node.getId(),
                text(node.getName()),
                kind(node),
                sign(node),
                node instanceof Activity a && a.getLoopCharacteristics() != null,
                box(shape.getBounds()),
                label(shape.getBpmnLabel())));
    }
    shapes.sort(Comparator.comparing(s -> s.kind() != Kind.PART)); // frames lie below
    List<Flow> flows =
        model.getModelElementsByType(BpmnEdge.class).stream()
            .filter(e -> e.getBpmnElement() instanceof SequenceFlow)
            .map(Drawings::flow)
            .toList();
    String name =
        model.getModelElementsByType(Process.class).stream()
            .map(Process::getName)
            .findFirst()
            .orElse("");
    return new Drawing(text(name), shapes, flows);
  }

  private static Flow flow(BpmnEdge edge) {
    SequenceFlow flow = (SequenceFlow) edge.getBpmnElement();
    return new Flow(
        flow.getId(),
        text(flow.getName()),
        flow.getSource().getId(),
        flow.getTarget().getId(),
        edge.getWaypoints().stream().map(w -> new Point(w.getX(), w.getY())).toList(),
        label(edge.getBpmnLabel()));
  }

  private static Kind kind(BaseElement node) {
    if (node instanceof StartEvent) return Kind.START;
    if (node instanceof EndEvent) return Kind.END;
    if (node instanceof BoundaryEvent) return Kind.BOUNDARY;
    if (node instanceof CatchEvent || node instanceof ThrowEvent) return Kind.CATCH;
    if (node instanceof ParallelGateway) return Kind.PARALLEL;
    if (node instanceof Gateway) return Kind.EXCLUSIVE;
    if (node instanceof CallActivity) return Kind.CALL;
    return node instanceof SubProcess ? Kind.PART : Kind.TASK;
  }

  private static Sign sign(FlowNode node) {
    var definitions = node.getChildElementsByType(EventDefinition.class);
    if (definitions.isEmpty()) return Sign.NONE;
    EventDefinition first = definitions.iterator().next();
    if (first instanceof TimerEventDefinition) return Sign.TIMER;
    return first instanceof ErrorEventDefinition ? Sign.ERROR : Sign.OTHER;
  }

  private static Box label(BpmnLabel label) {
    return label == null || label.getBounds() == null ? null : box(label.getBounds());
  }

  private static Box box(Bounds b) {
    return new Box(b.getX(), b.getY(), b.getWidth(), b.getHeight());
  }

  private static String text(String name) {
    return name == null ? "" : name;
  }
}
