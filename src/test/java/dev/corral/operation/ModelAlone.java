package dev.corral.operation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.operation.desk.Deadlines;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.camunda.bpm.engine.ProcessEngine;
import org.camunda.bpm.engine.delegate.BpmnError;
import org.camunda.bpm.engine.delegate.DelegateExecution;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.camunda.bpm.engine.history.HistoricActivityInstance;
import org.camunda.bpm.engine.impl.cfg.StandaloneInMemProcessEngineConfiguration;
import org.camunda.bpm.engine.impl.cmd.DefaultJobRetryCmd;
import org.camunda.bpm.engine.impl.cmd.JobRetryCmd;
import org.camunda.bpm.engine.impl.interceptor.CommandContext;
import org.camunda.bpm.engine.impl.jobexecutor.TimerExecuteNestedActivityJobHandler;
import org.camunda.bpm.engine.impl.persistence.entity.JobEntity;
import org.camunda.bpm.engine.runtime.Incident;
import org.camunda.bpm.engine.runtime.Job;
import org.camunda.bpm.engine.runtime.ProcessInstance;
import org.camunda.bpm.engine.test.assertions.bpmn.BpmnAwareTests;
import org.camunda.bpm.engine.test.assertions.bpmn.ProcessInstanceAssert;
import org.camunda.bpm.engine.test.mock.MockExpressionManager;
import org.camunda.bpm.engine.test.mock.Mocks;
import org.camunda.bpm.model.bpmn.instance.ServiceTask;

/**
 * A model without Corral: on H2, its steps are fakes that end as they are told, its jobs are run by
 * hand, timers before their time.
 */
public final class ModelAlone implements AutoCloseable {
  private static final int RETRIES = 3;
  private static final int MOST_JOBS = 200;
  private static final ProcessEngine ENGINE = engine();

  private final String model;
  private final String deployment;
  private final Map<String, Deque<JavaDelegate>> endings = new HashMap<>();
  private final List<String> steps = new ArrayList<>();
  private ProcessInstance story;

  private ModelAlone(String... models) {
    var deploying = ENGINE.getRepositoryService().createDeployment();
    for (String name : models) deploying.addClasspathResource("processes/" + name + ".bpmn");
    deployment = deploying.deploy().getId();
    model = models[0];
    Mocks.register("list", new CommaSeparated());
    Mocks.register(
        "deadlines",
        new Deadlines(Duration.ofMinutes(5), Duration.ofMinutes(5), Duration.ofSeconds(30)));
    for (String name : models) tasks(name).forEach(this::fake);
  }

  /** The first is the one to be started; the others are called by it. */
  public static ModelAlone of(String... models) {
    return new ModelAlone(models);
  }

  private static ProcessEngine engine() {
    var configuration = new StandaloneInMemProcessEngineConfiguration();
    configuration.setProcessEngineName("models");
    configuration.setJdbcUrl("jdbc:h2:mem:models;DB_CLOSE_DELAY=-1");
    configuration.setJobExecutorActivate(false);
    configuration.setDefaultNumberOfRetries(RETRIES);
    configuration.setEnableExceptionsAfterUnhandledBpmnError(true);
    configuration.setExpressionManager(new MockExpressionManager());
    configuration.setFailedJobCommandFactory(
        (job, thrown) ->
            thrown instanceof NotYet
                ? new PutOff(job, thrown)
                : new DefaultJobRetryCmd(job, thrown));
    return configuration.buildProcessEngine();
  }

  /** As the engine room's signal that a step is not finished. */
  private static final class NotYet extends RuntimeException {}

  private static final class PutOff extends JobRetryCmd {
    PutOff(String job, Throwable notYet) {
      super(job, notYet);
    }

    @Override
    public Object execute(CommandContext context) {
      getJob().unlock();
      return null;
    }
  }

  /** As the engine room's bean of that name. */
  public static final class CommaSeparated {
    /** The parts. */
    public List<String> of(String text) {
      return text.isEmpty() ? List.of() : List.of(text.split(","));
    }
  }

  /** What the model asks a bean for, besides its steps. */
  public ModelAlone with(String bean, Object answers) {
    Mocks.register(bean, answers);
    return this;
  }

  private List<String> tasks(String name) {
    String definition =
        ENGINE
            .getRepositoryService()
            .createProcessDefinitionQuery()
            .deploymentId(deployment)
            .processDefinitionKey(name)
            .singleResult()
            .getId();
    return ENGINE
        .getRepositoryService()
        .getBpmnModelInstance(definition)
        .getModelElementsByType(ServiceTask.class)
        .stream()
        .map(ServiceTask::getId)
        .toList();
  }

  private void fake(String task) {
    Mocks.register(
        task.substring(0, 1).toLowerCase(Locale.ROOT) + task.substring(1),
        (JavaDelegate)
            execution -> {
              steps.add(task);
              Deque<JavaDelegate> told = endings.getOrDefault(task, new ArrayDeque<>());
              (told.isEmpty() ? well() : told.poll()).execute(execution);
            });
  }

  /** The ways in which a step can end; the usual one is {@link #well}. */
  public static JavaDelegate well() {
    return execution -> execution.setVariable("equal", true);
  }

  public static JavaDelegate notYet() {
    return execution -> {
      throw new NotYet();
    };
  }

  public static JavaDelegate answering(String name, Object value) {
    return execution -> {
      well().execute(execution);
      execution.setVariable(name, value);
    };
  }

  public static JavaDelegate refused(String code, String words) {
    return execution -> {
      throw new BpmnError(code, words);
    };
  }

  public static JavaDelegate failing() {
    return execution -> {
      throw new IllegalStateException("the node does not answer");
    };
  }

  /** Fails only where that variable has that value. */
  public static JavaDelegate failingFor(String name, String value) {
    return execution ->
        (value.equals(execution.getVariable(name)) ? failing() : well()).execute(execution);
  }

  /** The step ends in these ways, one after another; then well. */
  public ModelAlone when(String step, JavaDelegate... told) {
    endings.put(step, new ArrayDeque<>(List.of(told)));
    return this;
  }

  /** Starts the model, and runs what can run. */
  public ModelAlone start(Map<String, Object> variables) {
    steps.clear();
    story = ENGINE.getRuntimeService().startProcessInstanceByKey(model, "subject", variables);
    return run();
  }

  /** Runs jobs until none is left but those at an incident, and deadlines. */
  public ModelAlone run() {
    for (int i = 0; i < MOST_JOBS; i++) {
      List<Job> jobs =
          ENGINE.getManagementService().createJobQuery().withRetriesLeft().list().stream()
              .filter(job -> !isDeadline(job))
              .toList();
      if (jobs.isEmpty()) return this;
      execute(jobs.get(0));
    }
    throw new AssertionError("it goes round and round: " + steps);
  }

  private static boolean isDeadline(Job job) {
    return TimerExecuteNestedActivityJobHandler.TYPE.equals(((JobEntity) job).getJobHandlerType());
  }

  /** How long the deadline is that runs now, to the second. */
  public Duration deadline() {
    JobEntity deadline = (JobEntity) theDeadline();
    long millis = deadline.getDuedate().getTime() - deadline.getCreateTime().getTime();
    return Duration.ofSeconds(Math.round(millis / 1_000.0));
  }

  /** The one deadline that runs passes; then it goes on as {@link #run}. */
  public ModelAlone deadlinePasses() {
    execute(theDeadline());
    return run();
  }

  private static Job theDeadline() {
    List<Job> deadlines =
        ENGINE.getManagementService().createJobQuery().timers().list().stream()
            .filter(ModelAlone::isDeadline)
            .toList();
    assertThat(deadlines).as("deadlines that run").hasSize(1);
    return deadlines.get(0);
  }

  /** Runs jobs up to the first look that finds its work unfinished. */
  public ModelAlone startUntilItWaits(Map<String, Object> variables) {
    steps.clear();
    story = ENGINE.getRuntimeService().startProcessInstanceByKey(model, "subject", variables);
    for (int i = 0; i < MOST_JOBS; i++) {
      List<Job> jobs = ENGINE.getManagementService().createJobQuery().messages().list();
      if (jobs.isEmpty() || !execute(jobs.get(0))) return this;
    }
    throw new AssertionError("it goes round and round: " + steps);
  }

  /** Runs jobs up to the next timer that the model waits for. */
  public ModelAlone startUpToTheTimer(Map<String, Object> variables) {
    steps.clear();
    story = ENGINE.getRuntimeService().startProcessInstanceByKey(model, "subject", variables);
    for (int i = 0; i < MOST_JOBS; i++) {
      List<Job> jobs = ENGINE.getManagementService().createJobQuery().messages().list();
      if (jobs.isEmpty()) return this;
      execute(jobs.get(0));
    }
    throw new AssertionError("it goes round and round: " + steps);
  }

  /** How often a step was run. */
  public int looks(String step) {
    return Collections.frequency(steps, step);
  }

  /** Answers whether it went well; false if it was put off, or failed. */
  private static boolean execute(Job job) {
    try {
      ENGINE.getManagementService().executeJob(job.getId());
      return true;
    } catch (NotYet putOff) {
      return false;
    } catch (RuntimeException failed) {
      int left =
          ENGINE
              .getManagementService()
              .createJobQuery()
              .jobId(job.getId())
              .singleResult()
              .getRetries();
      assertThat(left).as("a failure costs a retry").isLessThan(job.getRetries());
      return false;
    }
  }

  /** What a person does to an incident. */
  public ModelAlone retry() {
    for (Job job : ENGINE.getManagementService().createJobQuery().noRetriesLeft().list())
      ENGINE.getManagementService().setJobRetries(job.getId(), 1);
    return run();
  }

  /** The tasks that were run, in order, each time. */
  public List<String> steps() {
    return steps;
  }

  /** What can be asserted of the story so far: where it stands, what it passed, how it ended. */
  public ProcessInstanceAssert then() {
    BpmnAwareTests.init(ENGINE);
    return BpmnAwareTests.assertThat(story);
  }

  /** The steps at which something, here or in what was called, waits for a person. */
  public List<String> incidents() {
    return ENGINE.getRuntimeService().createIncidentQuery().list().stream()
        .filter(i -> i.getId().equals(i.getRootCauseIncidentId()))
        .map(Incident::getActivityId)
        .toList();
  }

  private static String endOf(String id) {
    return ENGINE
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(id)
        .activityType("noneEndEvent")
        .list()
        .stream()
        .filter(a -> a.getParentActivityInstanceId().equals(id)) // not those of a subprocess
        .map(HistoricActivityInstance::getActivityId)
        .findFirst()
        .orElse("none yet");
  }

  /** Those that it called, by subject, and the event with which each ended. */
  public Map<String, String> called() {
    Map<String, String> ends = new TreeMap<>();
    ENGINE
        .getHistoryService()
        .createHistoricProcessInstanceQuery()
        .superProcessInstanceId(story.getId())
        .list()
        .forEach(i -> ends.put(i.getBusinessKey(), endOf(i.getId())));
    return ends;
  }

  /** How often an activity or event was come by. */
  public long passed(String activity) {
    return ENGINE
        .getHistoryService()
        .createHistoricActivityInstanceQuery()
        .processInstanceId(story.getId())
        .activityId(activity)
        .finished()
        .list()
        .stream()
        .filter(a -> !a.isCanceled())
        .map(HistoricActivityInstance::getId)
        .distinct()
        .count();
  }

  /**
   * Each step of this path in turn fails until its retries are used up: then it is the one
   * incident, nothing before it is run again, and after a retry the path is gone to its end.
   */
  public void eachOfThemIsAnIncidentAndGoesOnFromThere(
      Map<String, Object> variables, List<String> path) {
    start(variables);
    assertThat(steps).isEqualTo(path);
    then().isEnded();
    String wellDone = endOf(story.getId());
    for (int failed = 0; failed < path.size(); failed++) {
      String step = path.get(failed);
      when(step, failing(), failing(), failing());
      start(variables);
      List<String> tried = new ArrayList<>(path.subList(0, failed));
      tried.addAll(Collections.nCopies(RETRIES, step));
      assertThat(steps).isEqualTo(tried);
      assertThat(incidents()).containsExactly(step);
      retry();
      tried.addAll(path.subList(failed, path.size()));
      assertThat(steps).isEqualTo(tried);
      assertThat(incidents()).isEmpty();
      then().isEnded().hasPassed(wellDone);
    }
  }

  @Override
  public void close() {
    Mocks.reset();
    ENGINE.getRepositoryService().deleteDeployment(deployment, true);
  }

  /** For a step that reads what it was given. */
  public static JavaDelegate noting(List<String> notes, String... variables) {
    return (DelegateExecution execution) -> {
      List<String> seen =
          new ArrayList<>(List.of(String.valueOf(execution.getProcessBusinessKey())));
      for (String name : variables) seen.add(String.valueOf(execution.getVariable(name)));
      notes.add(String.join(" | ", seen));
      well().execute(execution);
    };
  }
}
