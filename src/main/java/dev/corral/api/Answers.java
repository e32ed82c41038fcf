package dev.corral.api;

import dev.corral.operation.desk.Outcome;
import java.net.URI;
import org.springframework.http.ResponseEntity;

/** The one form in which changes are answered. */
final class Answers {
  private Answers() {}

  /** 202 with the operation and where to follow it; for a dry run 200 with the plan. */
  static ResponseEntity<Object> of(Outcome outcome) {
    if (outcome.plan() != null) return ResponseEntity.ok(outcome.plan());
    return ResponseEntity.accepted()
        .location(URI.create("/api/v1/operations/" + outcome.operation().id()))
        .body(outcome.operation());
  }
}
