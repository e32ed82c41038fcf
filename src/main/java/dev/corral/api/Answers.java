package dev.corral.api;

import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import java.net.URI;
import org.springframework.http.ResponseEntity;

/** The one form in which changes are asked for and answered. */
final class Answers {
  private Answers() {}

  static Request request(String reason, String idempotencyKey, boolean dryRun) {
    return new Request(SignedIn.caller(), reason, idempotencyKey, dryRun);
  }

  /** 202 with the operation and where to follow it; for a dry run 200 with the plan. */
  static ResponseEntity<Object> of(Outcome outcome) {
    if (outcome.plan() != null) return ResponseEntity.ok(outcome.plan());
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + outcome.operation().id()))
        .body(outcome.operation());
  }
}
