package dev.corral.engine;

import org.camunda.bpm.engine.delegate.DelegateExecution;

/** What a step knows of the operation that it is a step of, and what it tells of itself. */
public final class Run {
  private final DelegateExecution execution;
  private final Operations operations;
  private final int attempt;
  private boolean fresh;
  private String detail = "";
  private String node;

  Run(DelegateExecution execution, Operations operations, Attempts.Attempt attempt) {
    this.execution = execution;
    this.operations = operations;
    this.attempt = attempt.number();
    this.fresh = attempt.fresh();
    this.node = (String) execution.getVariable("node");
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

  /** The how-manieth time that this step is tried in this operation; the first is 1. */
  public int attempt() {
    return attempt;
  }

  /**
   * True at the first look of an attempt: work that is found to have failed before then failed for
   * an earlier attempt, and is begun anew.
   */
  public boolean fresh() {
    return fresh;
  }

  void looked() {
    fresh = false;
  }

  /** A value of the operation: an id or an answer; null if it has none of that name. */
  public String text(String name) {
    Object value = execution.getVariable(name);
    return value == null ? null : value.toString();
  }

  /** A number of the operation. */
  public int number(String name) {
    return ((Number) execution.getVariable(name)).intValue();
  }

  /** True if the value is set and true. */
  public boolean is(String name) {
    return Boolean.TRUE.equals(execution.getVariable(name));
  }

  /** Answers a gateway of the model, or keeps an id for a later step. */
  public void answer(String name, Object value) {
    execution.setVariable(name, value);
  }

  /** What the audit says that this attempt did. */
  public void say(String what) {
    detail = what.replace('\0', '\uFFFD'); // the database keeps no NUL
  }

  /** The node that this attempt works on, if it is not the operation's variable {@code node}. */
  public void on(String name) {
    node = name;
  }

  /** How far the whole operation is, 0 to 100; never goes backwards. */
  public void advance(int percent) {
    operations.advance(operation(), percent);
  }

  String detail() {
    return detail;
  }

  String node() {
    return node;
  }
}
