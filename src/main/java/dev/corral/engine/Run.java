package dev.corral.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.camunda.bpm.engine.delegate.DelegateExecution;

/** What a step knows of the operation that it is a step of, and what it tells of itself. */
public final class Run {
  private final DelegateExecution execution;
  private final OperationStates states;
  private final Attempts.Attempt attempt;
  private final Map<String, Object> variables;
  private final Map<String, Object> answers = new LinkedHashMap<>();
  private final Map<String, String> notes;
  private final Set<String> signals = new HashSet<>();
  private Duration within = Steps.NET;
  private final String job = Looks.job();
  private boolean fresh;
  private boolean waits;
  private long woken;
  private String detail = "";
  private String node;

  Run(DelegateExecution execution, OperationStates states, Attempts.Attempt attempt) {
    this.execution = execution;
    this.states = states;
    this.attempt = attempt;
    this.fresh = attempt.fresh();
    this.notes = new TreeMap<>(attempt.notes());
    this.variables = execution.getVariables();
    this.node = text("node");
  }

  /** The operation's id. */
  public String operation() {
    return execution.getProcessInstanceId();
  }

  /** What the operation is about. */
  public String subject() {
    return execution.getProcessBusinessKey();
  }

  /** Who started the operation. */
  public String actor() {
    return text("actor");
  }

  /** Number of this attempt at the step within the operation, starting at 1. */
  public int attempt() {
    return attempt.number();
  }

  /** True if the attempt before this one failed: somebody, or the engine, tries again. */
  public boolean retried() {
    return attempt.retried();
  }

  /**
   * True at the first look of an attempt: work that is found to have failed before then failed for
   * an earlier attempt, and is begun anew.
   */
  public boolean fresh() {
    return fresh;
  }

  /** A value of the operation: an id or an answer; null if it has none of that name. */
  public String text(String name) {
    Object value = value(name);
    return value == null ? null : value.toString();
  }

  /** A number of the operation. */
  public int number(String name) {
    return ((Number) value(name)).intValue();
  }

  /** True if the value is set and true. */
  public boolean is(String name) {
    return Boolean.TRUE.equals(value(name));
  }

  private Object value(String name) {
    return answers.containsKey(name) ? answers.get(name) : variables.get(name);
  }

  /**
   * Answers a gateway of the model, or keeps an id for a later step. A look that finds its work
   * unfinished keeps no answers: what the next look needs belongs into a table.
   */
  public void answer(String name, Object value) {
    answers.put(name, value);
  }

  /** Leaves something to the next look of this attempt; null takes it back. */
  public void note(String name, String value) {
    if (value == null) notes.remove(name);
    else notes.put(name, value.replace('\0', '\uFFFD'));
  }

  /** What an earlier look of this attempt has left; null if none has. */
  public String noted(String name) {
    return notes.get(name);
  }

  /** When this attempt began. */
  public Instant began() {
    return attempt.startedAt();
  }

  /** True if the step was put off before in this attempt: some seconds have passed since then. */
  public boolean resumed() {
    return !attempt.fresh();
  }

  /** What the audit says that this attempt did; what an unfinished step waits for. */
  public void say(String what) {
    detail = what.replace('\0', '\uFFFD'); // the database keeps no NUL
  }

  /** The node that this attempt works on, if it is not the operation's variable {@code node}. */
  public void on(String name) {
    node = name;
  }

  /** How far the whole operation is, 0 to 100; never goes backwards. */
  public void advance(int percent) {
    states.advance(operation(), percent);
  }

  /** For a look that is not finished: each of these changes wakes the step. */
  public void awaits(Signal... wakes) {
    for (Signal signal : wakes) signals.add(signal.key());
  }

  /**
   * For a look that is not finished: the next one comes no later than this, if nothing wakes the
   * step before. {@link Steps#NET} if not said; longer is not possible.
   */
  public void lookWithin(Duration latest) {
    if (latest.compareTo(within) < 0) within = latest;
  }

  /** A look begins: what an earlier one awaited is awaited no longer. */
  void looks(long wakeUps) {
    signals.clear();
    within = Steps.NET;
    woken = wakeUps;
  }

  void looked() {
    fresh = false;
    waits = true;
  }

  boolean waited() {
    return waits || !attempt.fresh();
  }

  /** Keeps the answers, in the engine's transaction. */
  void keep() {
    answers.forEach(execution::setVariable);
  }

  Set<String> signals() {
    Set<String> all = new HashSet<>(signals);
    all.add(Signal.operation(operation()).key());
    return all;
  }

  Map<String, String> notes() {
    return notes;
  }

  boolean awaitsWork() {
    return signals.stream().anyMatch(s -> new Signal(s).workAwaited() != null);
  }

  /** How often the step had been woken when its last look began. */
  long woken() {
    return woken;
  }

  String job() {
    return job;
  }

  String step() {
    return execution.getCurrentActivityId();
  }

  Duration within() {
    return within;
  }

  String detail() {
    return detail;
  }

  String node() {
    return node;
  }
}
