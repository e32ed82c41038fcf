package dev.corral.engine;

import dev.corral.shared.Category;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import java.time.Duration;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.model.bpmn.BpmnModelInstance;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;
import org.camunda.bpm.model.bpmn.instance.camunda.CamundaProperty;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.stereotype.Component;

/** Turns a call into an audited step. The only class that knows how errors map onto a model. */
@Component
public class Steps {
  private static final Logger log = LoggerFactory.getLogger(Steps.class);

  /** A put-off step looks again after this long, if nothing has woken it before. */
  public static final Duration NET = Duration.ofSeconds(30);

  /** How often a step looks at detached work for the sake of its percentage; its end wakes it. */
  public static final Duration FOR_PROGRESS = Duration.ofSeconds(5);

  /** The engine's texts end at 4000. */
  private static final int LONGEST_WORDS = 3_900;

  private final Attempts attempts;
  private final OperationStates states;
  private final Looks looks;
  private final TreeLock tree;

  Steps(Attempts attempts, OperationStates states, Looks looks, TreeLock tree) {
    this.tree = tree;
    this.attempts = attempts;
    this.states = states;
    this.looks = looks;
  }

  /** A piece of work that sees to it that something is true; may run twice. */
  public interface Work {
    /** Returns when it is true; throws a {@link Problem} if not. */
    void on(Run run);
  }

  /**
   * A look at work that goes on by itself. What it changes is kept, whether or not the work is
   * finished; answers to the model are kept only by the look that finds it finished.
   */
  public interface Look {
    /** True once it is finished; throws a {@link Problem} if it failed. */
    boolean on(Run run);
  }

  /**
   * A step. A problem is retried, and then an incident; one that cannot pass by itself is an
   * incident at once.
   */
  public JavaDelegate step(Work work) {
    return execution -> run(execution, false, false, r -> done(work, r));
  }

  /** A step whose {@link Refused} the model reacts to: it becomes the BPMN error of that code. */
  public JavaDelegate refusable(Work work) {
    return execution -> run(execution, false, true, r -> done(work, r));
  }

  /**
   * A step that looks until its work is finished. Between looks its job is put off: it is woken by
   * the signals that {@link Run#awaits} names, at the latest after {@link #NET}. One attempt over
   * all looks. A deadline is a boundary timer on the sub-process around the step.
   */
  public JavaDelegate until(Look look) {
    return execution -> run(execution, true, false, look);
  }

  /** As {@link #until}, but the model reacts to its {@link Refused}, as with {@link #refusable}. */
  public JavaDelegate untilOrRefused(Look look) {
    return execution -> run(execution, true, true, look);
  }

  /**
   * A step that asks a person: the problem, if there is one, is an incident, and whoever retries it
   * lets the operation go on from there.
   */
  public JavaDelegate askPerson(java.util.function.Function<Run, Problem> question) {
    return execution ->
        run(
            execution,
            false,
            false,
            run -> {
              Problem problem = run.retried() ? null : question.apply(run);
              if (problem == null) return true;
              throw problem;
            });
  }

  /**
   * A step that is tried so often on one node; then, or at once if trying again cannot help, it
   * becomes the BPMN error {@code NODE_FAILED}, and the model goes elsewhere.
   */
  public JavaDelegate orElsewhere(int tries, Work work) {
    return orElsewhere(tries, (run, problem) -> true, work);
  }

  /** Whether a step that has failed may be done elsewhere. */
  public interface Leave {
    /** False if it must be done there, or not at all. */
    boolean allowed(Run run, Problem problem);
  }

  /**
   * As {@link #orElsewhere(int, Work)}; where leaving is not allowed, a problem is retried, and
   * then an incident.
   */
  public JavaDelegate orElsewhere(int tries, Leave leave, Work work) {
    return execution -> {
      Run[] ran = new Run[1];
      try {
        run(
            execution,
            false,
            false,
            r -> {
              ran[0] = r;
              return done(work, r);
            });
      } catch (Problem problem) {
        String node = (String) execution.getVariable("node");
        int failures =
            attempts.failuresOn(
                execution.getProcessInstanceId(), execution.getCurrentActivityId(), node);
        if (problem.passing() && failures % tries != 0) throw problem;
        if (!leave.allowed(ran[0], problem)) throw problem;
        throw error("NODE_FAILED", problem);
      }
    };
  }

  /**
   * A step that looks again and again until it is finished; a problem that cannot pass becomes the
   * BPMN error {@code NODE_FAILED}, and the model goes elsewhere.
   */
  public JavaDelegate untilOrElsewhere(Look look) {
    return execution -> {
      try {
        run(execution, true, false, look);
      } catch (Problem problem) {
        if (problem.passing()) throw problem;
        throw error("NODE_FAILED", problem);
      }
    };
  }

  /** Where no step tells how far it is, as many percent are done as steps of the model. */
  private void countSteps(DelegateExecution execution, Run run) {
    var model = execution.getBpmnModelInstance();
    if (tellsItself(model)) return;
    int steps = model.getModelElementsByType(ServiceTask.class).size();
    run.advance(Math.min(99, 100 * attempts.stepsDone(run.operation()) / steps));
  }

  /** The model has the property {@code progress} with the value {@code told}. */
  private static boolean tellsItself(BpmnModelInstance model) {
    return model.getModelElementsByType(CamundaProperty.class).stream()
        .anyMatch(p -> "progress".equals(p.getCamundaName()) && "told".equals(p.getCamundaValue()));
  }

  /** The engine keeps the words as a variable. */
  private static BpmnError error(String code, Problem problem) {
    String words = problem.detail();
    return new BpmnError(
        code, words.length() <= LONGEST_WORDS ? words : words.substring(0, LONGEST_WORDS) + "…");
  }

  private static boolean done(Work work, Run run) {
    work.on(run);
    return true;
  }

  private void run(DelegateExecution execution, boolean goesOn, boolean modelReacts, Look work) {
    if (!tree.share(execution.getProcessInstanceId())) throw looks.notNow();
    Attempts.Attempt attempt =
        attempts.begin(execution, goesOn, (String) execution.getVariable("node"));
    Run run = new Run(execution, states, attempt);
    if (!finished(execution, run, goesOn, modelReacts, work)) throw looks.putOff(execution, run);
  }

  private boolean finished(
      DelegateExecution execution, Run run, boolean goesOn, boolean modelReacts, Look work) {
    try {
      if (!(goesOn ? looks.finished(run, work) : work.on(run))) return false;
      run.keep();
      attempts.done(execution, run);
      if (goesOn) EarlierModels.answer(execution);
      countSteps(execution, run);
      if (run.waited()) attempts.waitsNoLonger(run.operation());
      return true;
    } catch (Refused refused) {
      failed(execution, run, "REFUSED", refused);
      if (modelReacts) throw error(refused.code(), refused);
      throw refused;
    } catch (Problem problem) {
      failed(execution, run, "FAILED", problem);
      throw problem;
    } catch (RuntimeException unforeseen) {
      log.error(
          "step {} of operation {} failed with an unexpected error",
          execution.getCurrentActivityId(),
          run.operation(),
          unforeseen);
      Problem problem = new Unforeseen(unforeseen);
      failed(execution, run, "FAILED", problem);
      throw problem;
    }
  }

  /** The answers are for the model that reacts; else they are rolled back. */
  private void failed(DelegateExecution execution, Run run, String outcome, Problem problem) {
    run.keep();
    attempts.failed(execution, run, outcome, problem);
  }

  /** A defect of Corral's own. */
  private static final class Unforeseen extends Problem {
    Unforeseen(RuntimeException cause) {
      super(
          Category.DEFECT,
          "UNFORESEEN",
          String.valueOf(cause),
          "retry; if it comes again, report it with Corral's log of this minute",
          cause);
    }
  }
}
