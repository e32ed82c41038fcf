package dev.corral.fakes;

import dev.corral.engine.EngineByHand;
import dev.corral.engine.EngineByHand.Killed;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;

/** What disturbs steps, and which steps it has met: as {@code move-clone/MigrateLive}. */
public final class Disturbance {
  /** How steps are run. */
  public enum Way {
    UNDISTURBED,
    /** Corral is killed between a step's effect and its commit, two times in a row. */
    KILLED
  }

  private static final int TIMES = 2;

  private Way way = Way.UNDISTURBED;
  private Consumer<String> between = step -> {};
  private final Map<Way, Set<String>> met = new EnumMap<>(Way.class);
  private final Map<String, Integer> kills = new HashMap<>();

  /** From now on. */
  public void become(Way other) {
    way = other;
    kills.clear();
  }

  /** Called with each step, between its effect and its commit. */
  public void between(Consumer<String> then) {
    between = then;
  }

  /** The steps that were run in that way. */
  public Set<String> met(Way by) {
    return met.computeIfAbsent(by, b -> new TreeSet<>());
  }

  /**
   * Of each step of an operation, the first run is killed and the one that ends it: whoever killed
   * each look at long work would have it begin again and again.
   */
  void run(JavaDelegate step, DelegateExecution execution) throws Exception {
    String name =
        execution.getProcessDefinitionId().split(":")[0] + "/" + execution.getCurrentActivityId();
    boolean ends = true;
    try {
      step.execute(execution);
    } catch (BpmnError left) {
      disturb(name, execution, true);
      throw left;
    } catch (RuntimeException thrown) {
      if (!EngineByHand.putOff(thrown)) throw thrown;
      disturb(name, execution, false);
      throw thrown;
    }
    disturb(name, execution, ends);
  }

  private void disturb(String step, DelegateExecution execution, boolean ends) {
    between.accept(step);
    String run = execution.getProcessInstanceId() + " " + step + " " + ends;
    if (way == Way.UNDISTURBED) {
      if (ends) met(way).add(step);
      return;
    }
    if (kills.merge(run, 1, Integer::sum) > TIMES) return;
    met(way).add(step);
    throw new Killed(step);
  }
}
