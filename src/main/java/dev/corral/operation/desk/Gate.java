package dev.corral.operation.desk;

import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import dev.corral.engine.Operations;
import dev.corral.engine.Processes;
import dev.corral.shared.Busy;
import dev.corral.shared.NodeName;
import dev.corral.shared.Problem;
import dev.corral.shared.Refused;
import dev.corral.shared.Role;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.camunda.bpm.engine.OptimisticLockingException;
import org.springframework.dao.CannotAcquireLockException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.stereotype.Component;
import org.springframework.transaction.support.TransactionTemplate;

/**
 * Every command passes here: it is authorised, answered once per key, and leaves its row, refused
 * or not.
 */
@Component
public class Gate {
  private static final int TIMES = 5;

  /** SQLSTATE class 40: a deadlock was broken, or a transaction could not be put in order. */
  private static final String TRANSACTION_ROLLBACK = "40";

  private final Operations operations;
  private final Processes processes;
  private final AuditTrail audit;
  private final Clock clock;
  private final TransactionTemplate transaction;
  private final NodeInquiries inquiries;

  Gate(
      Operations operations,
      Processes processes,
      AuditTrail audit,
      Clock clock,
      TransactionTemplate transaction,
      NodeInquiries inquiries) {
    this.inquiries = inquiries;
    this.operations = operations;
    this.processes = processes;
    this.audit = audit;
    this.clock = clock;
    this.transaction = transaction;
  }

  /** The same for a kind of operation that needs the role which is usual for it. */
  public Outcome pass(Request request, String kind, Supplier<Outcome> command) {
    return pass(request, Kind.of(kind).role(), kind, command);
  }

  /** Carries the command out in one transaction: what it refuses has changed nothing. */
  public Outcome pass(Request request, Role needed, String kind, Supplier<Outcome> command) {
    return allow(
        request,
        needed,
        kind,
        () -> answeredBefore(request, kind).orElseGet(() -> carriedOut(request, kind, command)));
  }

  /**
   * For a command that a host must be asked for: looks there first, in no transaction, then decides
   * on what was seen, in one.
   */
  public <S> Outcome pass(
      Request request,
      Role needed,
      String kind,
      NodeName node,
      Supplier<S> look,
      Function<S, Outcome> command) {
    return allow(
        request,
        needed,
        kind,
        () ->
            answeredBefore(request, kind)
                .orElseGet(
                    () -> {
                      S seen = inquiries.at(node, look);
                      return carriedOut(request, kind, () -> command.apply(seen));
                    }));
  }

  /** Carries out a command that changes a running operation, whatever its steps do meanwhile. */
  public Outcome change(
      Request request, Role needed, String kind, String operation, Supplier<Outcome> command) {
    return allow(
        request,
        needed,
        kind,
        () ->
            answeredBefore(request, kind)
                .orElseGet(() -> retried(operation, () -> carriedOut(request, kind, command))));
  }

  /** For what is no operation: does it if the caller may. What is refused leaves its row. */
  public <T> T allow(Request request, Role needed, String kind, Supplier<T> command) {
    try {
      if (!request.caller().may(needed)) {
        throw Refused.forbidden(
                "FORBIDDEN",
                request.caller().name() + " may not do this: it needs the role " + needed,
                "ask an administrator")
            .with("who", request.caller().name())
            .with("role", needed);
      }
      return command.get();
    } catch (Problem refused) {
      audit.addAlways(
          AuditEntry.command(
              clock.instant(),
              request.caller().name(),
              request.reason(),
              null,
              kind,
              "REFUSED",
              refused.code(),
              refused.detail()));
      throw refused;
    }
  }

  /** What stood in its way may be the same request, sent twice at once. */
  private Outcome carriedOut(Request request, String kind, Supplier<Outcome> command) {
    try {
      return transaction.execute(
          status -> {
            if (request.dryRun()) status.setRollbackOnly();
            return command.get();
          });
    } catch (DuplicateKeyException | Refused race) {
      return answeredBefore(request, kind).orElseThrow(() -> race);
    }
  }

  /**
   * A command may collide with a step that ends at the same moment; the database then rejects one
   * of the two. A rejected command is tried again from the start, after a few times while the
   * operation's steps are held back.
   */
  private Outcome retried(String operation, Supplier<Outcome> command) {
    try {
      return tried(command)
          .or(() -> processes.undisturbed(operation, () -> tried(command)))
          .orElseThrow(Gate::changing);
    } catch (CannotAcquireLockException stepGoesOn) {
      throw changing();
    }
  }

  private static Optional<Outcome> tried(Supplier<Outcome> command) {
    for (int time = 0; time < TIMES; time++) {
      try {
        return Optional.of(command.get());
      } catch (RuntimeException e) {
        if (!overtaken(e)) throw e;
      }
    }
    return Optional.empty();
  }

  /** Nothing of the command was kept. */
  private static boolean overtaken(Throwable e) {
    if (e == null) return false;
    boolean lost =
        e instanceof OptimisticLockingException
            || e instanceof SQLException sql
                && sql.getSQLState() != null
                && sql.getSQLState().startsWith(TRANSACTION_ROLLBACK);
    return lost || overtaken(e.getCause());
  }

  private static Busy changing() {
    return new Busy(
        "OPERATION_CHANGING",
        "the operation's steps are changing it right now",
        "look at the operation, and ask again",
        Duration.ofSeconds(1));
  }

  private Optional<Outcome> answeredBefore(Request request, String kind) {
    if (request.idempotencyKey() == null || request.dryRun()) return Optional.empty();
    IdempotencyKey key = request.idempotencyKey();
    Optional<Operations.Keyed> before =
        operations.byIdempotencyKey(request.caller().name(), key.value());
    before.ifPresent(
        b -> {
          if (!b.operation().kind().equals(kind)
              || b.content() != null && !b.content().equals(key.content()))
            throw Refused.invalid(
                "IDEMPOTENCY_KEY_REUSED",
                "this Idempotency-Key belongs to another request: it has started %s %s"
                    .formatted(b.operation().kind(), b.operation().subject()),
                "use a new key for each request; send the very same request to repeat it");
        });
    return before.map(b -> Outcome.started(b.operation()));
  }

  /** Starts an operation that needs the role which is usual for its kind. */
  public Outcome start(
      Request request, String kind, String subject, Map<String, Object> variables) {
    return start(request, Kind.of(kind).role(), kind, subject, variables);
  }

  /** Starts an operation; who retries, skips or cancels it needs that role, too. */
  public Outcome start(
      Request request, Role needed, String kind, String subject, Map<String, Object> variables) {
    Map<String, Object> all = new HashMap<>(variables);
    all.put(Operations.ROLE, needed.name());
    if (request.idempotencyKey() != null) {
      all.put(Operations.KEY, request.idempotencyKey().value());
      all.put(Operations.KEY_CONTENT, request.idempotencyKey().content());
    }
    return Outcome.started(
        processes.start(kind, subject, request.caller().name(), request.reason(), all));
  }
}
