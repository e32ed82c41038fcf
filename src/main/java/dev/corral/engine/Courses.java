package dev.corral.engine;

import dev.corral.engine.Course.Mark;
import dev.corral.engine.Course.State;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Date;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.camunda.bpm.engine.HistoryService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.history.HistoricActivityInstanceQuery;
import org.camunda.bpm.engine.runtime.ActivityInstance;
import org.camunda.bpm.engine.runtime.Incident;
import org.springframework.stereotype.Component;

/** What the engine and the attempts know of an operation's way through its model. */
@Component
public class Courses {
  /** Of what looped for days, the beginning and the end are enough. */
  private static final int MOST_VISITS = 1_000;

  private static final String BODY = "#multiInstanceBody";
  private final HistoryService history;
  private final RuntimeService runtime;
  private final Clock clock;

  Courses(HistoryService history, RuntimeService runtime, Clock clock) {
    this.history = history;
    this.runtime = runtime;
    this.clock = clock;
  }

  /** Of an operation, with its steps, in the drawing of its model. */
  public Course of(Operation operation, Drawing drawing) {
    Set<String> here = new HashSet<>();
    Set<String> waiting = new HashSet<>();
    ActivityInstance root =
        operation.state().ended() ? null : runtime.getActivityInstance(operation.id());
    if (root != null) stand(root, here, waiting);
    List<Visit> visits = visits(operation.id());
    waiting.forEach(w -> visits.add(new Visit(w, clock.instant(), null, false, null)));

    Map<String, Mark> marks = new HashMap<>();
    Map<String, String> incidents = root == null ? Map.of() : incidents(operation.id());
    for (Drawing.Shape shape : drawing.shapes()) {
      String id = shape.id();
      Standing standing =
          new Standing(
              here.contains(id),
              incidents.get(id),
              visits.stream().filter(v -> v.shape().equals(id)).toList(),
              operation.steps().stream().filter(s -> s.id().equals(id)).findFirst().orElse(null));
      if (standing.reached()) marks.put(id, standing.mark());
    }
    return new Course(marks, Visit.path(drawing.flows(), visits));
  }

  private static void stand(ActivityInstance at, Set<String> here, Set<String> waiting) {
    for (ActivityInstance child : at.getChildActivityInstances()) {
      here.add(shape(child.getActivityId()));
      stand(child, here, waiting);
    }
    for (var child : at.getChildTransitionInstances()) {
      here.add(shape(child.getActivityId()));
      waiting.add(shape(child.getActivityId()));
    }
  }

  private Map<String, String> incidents(String operation) {
    Map<String, String> words = new HashMap<>();
    for (Incident i : runtime.createIncidentQuery().processInstanceId(operation).list())
      words.put(shape(i.getActivityId()), Objects.toString(i.getIncidentMessage(), ""));
    return words;
  }

  private List<Visit> visits(String operation) {
    HistoricActivityInstanceQuery query =
        history
            .createHistoricActivityInstanceQuery()
            .processInstanceId(operation)
            .orderByHistoricActivityInstanceStartTime()
            .asc()
            .orderPartiallyByOccurrence()
            .asc();
    int all = (int) query.count();
    List<HistoricActivityInstance> found = new ArrayList<>(query.listPage(0, MOST_VISITS));
    if (all > MOST_VISITS)
      found.addAll(query.listPage(Math.max(MOST_VISITS, all - MOST_VISITS), MOST_VISITS));
    return new ArrayList<>(
        found.stream()
            .filter(a -> !a.getActivityId().endsWith(BODY))
            .map(
                a ->
                    new Visit(
                        a.getActivityId(),
                        a.getStartTime().toInstant(),
                        instant(a.getEndTime()),
                        a.isCanceled(),
                        a.getCalledProcessInstanceId()))
            .toList());
  }

  private static String shape(String activity) {
    return activity.endsWith(BODY)
        ? activity.substring(0, activity.length() - BODY.length())
        : activity;
  }

  private static Instant instant(Date date) {
    return date == null ? null : date.toInstant();
  }

  /** All that is known of one shape. */
  private record Standing(
      boolean here, String incident, List<Visit> visits, OperationStep lastAttempt) {
    boolean reached() {
      return here || !visits.isEmpty() || lastAttempt != null;
    }

    Mark mark() {
      List<String> started = visits.stream().map(Visit::started).filter(Objects::nonNull).toList();
      int attempts = lastAttempt == null ? Math.max(1, started.size()) : lastAttempt.attempt();
      return new Mark(state(), attempts, words(), started);
    }

    private State state() {
      if (incident != null) return State.INCIDENT;
      if (here) return State.HERE;
      boolean left =
          lastAttempt == null
              ? visits.get(visits.size() - 1).cancelled()
              : lastAttempt.state() != OperationStep.State.DONE;
      return left ? State.LEFT : State.DONE;
    }

    /** In the host's own words, if it has some. */
    private String words() {
      if (lastAttempt != null && lastAttempt.error() != null) return lastAttempt.error().detail();
      return Stream.ofNullable(incident).findFirst().orElse("");
    }
  }
}
