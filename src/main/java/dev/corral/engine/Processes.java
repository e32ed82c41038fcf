package dev.corral.engine;

import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.ManagementService;
import org.camunda.bpm.engine.RuntimeService;
import org.camunda.bpm.engine.runtime.Job;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.annotation.Transactional;

/** Starts, retries and cancels operations. Whoever calls it has authorised the caller. */
@Component
public class Processes {
  private final RuntimeService runtime;
  private final ManagementService management;
  private final IdentityService identity;
  private final Operations operations;
  private final AuditTrail audit;
  private final Clock clock;
  private final Waker waker;
  private final TreeLock tree;

  Processes(
      RuntimeService runtime,
      ManagementService management,
      IdentityService identity,
      Operations operations,
      AuditTrail audit,
      Clock clock,
      Waker waker,
      TreeLock tree) {
    this.tree = tree;
    this.waker = waker;
    this.runtime = runtime;
    this.management = management;
    this.identity = identity;
    this.operations = operations;
    this.audit = audit;
    this.clock = clock;
  }

  /**
   * Starts a process in the transaction under way. Refused (OPERATION_RUNNING) while one of that
   * kind runs for the subject.
   */
  @Transactional
  public Operation start(
      String kind, String subject, String actor, String reason, Map<String, Object> variables) {
    operations.startAlone(kind, subject);
    Map<String, Object> all = new HashMap<>(variables);
    all.put("actor", actor);
    if (reason != null) all.put("reason", reason);
    try {
      // for the engine's own log; whether the caller may is decided by Corral, not by the engine
      identity.setAuthentication(actor, List.of("camunda-admin"));
      return operations.get(runtime.startProcessInstanceByKey(kind, subject, all).getId());
    } catch (DuplicateKeyException running) {
      throw Refused.conflict(
          "OPERATION_RUNNING",
          "an operation " + kind + " for " + subject + " has not ended yet",
          "wait for it, or retry or cancel it");
    } finally {
      identity.clearAuthentication();
    }
  }

  /** The one of that kind that runs for the subject, or else a new one. */
  @Transactional
  public Operation startOrJoin(
      String kind, String subject, String actor, String reason, Map<String, Object> variables) {
    operations.startAlone(kind, subject);
    return operations
        .open(kind, subject)
        .orElseGet(() -> start(kind, subject, actor, reason, variables));
  }

  /** Lets the failed steps of an operation, and of those it started, run again. */
  @Transactional
  public Operation retry(String id, String actor, String reason) {
    Operation operation = operations.get(id);
    failed(operation);
    note(operation, actor, reason, "RETRIED");
    for (String running : operations.running(id)) again(running);
    return operations.get(id);
  }

  /**
   * Tells an operation that a person does without what it waits for; what it has started for that
   * is ended. Its next step finds {@code skip} set. Whoever calls this knows that its steps look at
   * it.
   */
  @Transactional
  public Operation skip(String id, String actor, String reason) {
    Operation operation = operations.get(id);
    List<String> below = below(operation);
    note(operation, actor, reason, "SKIPPED");
    for (String each : below) end(each, actor);
    runtime.setVariable(id, "skip", true);
    waker.send(Signal.operation(id));
    again(id);
    return operations.get(id);
  }

  /**
   * Does the work while no step of this operation, or of its tree, runs. Throws
   * CannotAcquireLockException if a step does not end.
   */
  public <T> T undisturbed(String id, Supplier<T> work) {
    return tree.alone(id, work);
  }

  /** Ends an operation, and those it started, where they stand. */
  @Transactional
  public Operation cancel(String id, String actor, String reason) {
    Operation operation = operations.get(id);
    List<String> running = running(operation);
    note(operation, actor, reason, "CANCEL_REQUESTED");
    for (String each : running) end(each, actor);
    return operations.get(id);
  }

  /**
   * The ids of the operations that a retry lets go on: this one and those below it that have a
   * failed step. Refused (NOTHING_TO_RETRY) if there are none.
   */
  public List<String> failed(Operation operation) {
    List<String> failed =
        operations.running(operation.id()).stream().filter(i -> !failedJobs(i).isEmpty()).toList();
    if (failed.isEmpty())
      throw Refused.conflict(
          "NOTHING_TO_RETRY",
          "no step of this operation waits for a retry",
          "look at its state: only an INCIDENT can be retried");
    return failed;
  }

  /**
   * The ids of the operations that a cancel ends: this one and those below it. Refused
   * (OPERATION_ENDED) if it has ended.
   */
  public List<String> running(Operation operation) {
    if (operation.state().ended())
      throw Refused.conflict(
          "OPERATION_ENDED",
          "this operation has ended already",
          "look at its state: there is nothing to cancel or skip");
    return operations.running(operation.id());
  }

  /** The ids of the operations that a skip ends: those below. Refused (OPERATION_ENDED). */
  public List<String> below(Operation operation) {
    return running(operation).stream().filter(id -> !id.equals(operation.id())).toList();
  }

  private List<Job> failedJobs(String id) {
    return management.createJobQuery().processInstanceId(id).noRetriesLeft().list();
  }

  private void again(String id) {
    for (Job job : failedJobs(id)) {
      management.setJobRetries(job.getId(), 1);
      management.setJobDuedate(job.getId(), null);
    }
  }

  private void end(String id, String actor) {
    if (runtime.createProcessInstanceQuery().processInstanceId(id).count() > 0)
      runtime.deleteProcessInstance(id, "cancelled by " + actor);
  }

  private void note(Operation o, String actor, String reason, String outcome) {
    audit.add(
        AuditEntry.command(
                clock.instant(), actor, reason, o.id(), o.kind(), outcome, null, o.subject())
            .about(o.node(), o.base(), o.cloneName()));
  }
}
