package dev.corral.api;

import dev.corral.shared.Busy;
import dev.corral.shared.DatabaseAway;
import dev.corral.shared.NotFound;
import dev.corral.shared.Problem;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.HttpStatusCode;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.WebRequest;
import org.springframework.web.servlet.mvc.method.annotation.ResponseEntityExceptionHandler;

/** Errors as application/problem+json, each with {@code code}, {@code detail} and {@code fix}. */
@RestControllerAdvice(basePackageClasses = Problems.class)
class Problems extends ResponseEntityExceptionHandler {
  private static final Logger log = LoggerFactory.getLogger(Problems.class);

  /** What stands in the way now, and may not later; other refusals are of the request itself. */
  private static final Set<String> CONFLICTS =
      Set.of(
          "OPERATION_RUNNING",
          "OPERATION_ENDED",
          "NOTHING_TO_RETRY",
          "NODE_EXISTS",
          "ADDRESS_TAKEN",
          "MAIN_NODE_EXISTS",
          "BASE_EXISTS",
          "BASE_IN_USE",
          "BASE_LEAVES",
          "CLONE_EXISTS",
          "IDEMPOTENCY_KEY_REUSED",
          "GUESTS_RUNNING",
          "CLONE_RUNS",
          "CLONE_OFF",
          "CLONE_WITHOUT_HOME",
          "NO_ROOM",
          "BASE_NOT_READY",
          "NO_MAIN_NODE",
          "NODE_NOT_ADMITTED",
          "NODE_LOST",
          "DISK_KEPT",
          "NOTHING_LEFT",
          "NODE_ANSWERS",
          "NODE_WAKING");

  @ExceptionHandler
  ResponseEntity<ProblemDetail> problem(Problem problem) {
    return answer(status(problem), problem.code(), problem.detail(), problem.fix());
  }

  private static HttpStatus status(Problem problem) {
    if (problem instanceof NotFound) return HttpStatus.NOT_FOUND;
    if (problem instanceof Parameters.BadParameter) return HttpStatus.BAD_REQUEST;
    if (problem.code().equals("FORBIDDEN")) return HttpStatus.FORBIDDEN;
    if (CONFLICTS.contains(problem.code())) return HttpStatus.CONFLICT;
    return problem.passing() ? HttpStatus.BAD_GATEWAY : HttpStatus.UNPROCESSABLE_ENTITY;
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(Busy busy) {
    return later(HttpStatus.TOO_MANY_REQUESTS, busy, busy.retryAfter().toSeconds());
  }

  private static ResponseEntity<ProblemDetail> later(
      HttpStatus status, Problem problem, long seconds) {
    ResponseEntity<ProblemDetail> answer =
        answer(status, problem.code(), problem.detail(), problem.fix());
    return ResponseEntity.status(status)
        .headers(answer.getHeaders())
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .body(answer.getBody());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unforeseen(RuntimeException defect) {
    Optional<DatabaseAway> away = DatabaseAway.in(defect);
    if (away.isPresent())
      return later(HttpStatus.SERVICE_UNAVAILABLE, away.get(), DatabaseAway.RETRY_AFTER_SECONDS);
    log.error("a request failed in a way nobody foresaw", defect);
    return answer(
        HttpStatus.INTERNAL_SERVER_ERROR,
        "UNFORESEEN",
        String.valueOf(defect.getMessage()),
        "try again; if it comes again, report it with Corral's log of this minute");
  }

  @Override
  protected ResponseEntity<Object> handleHttpMessageNotReadable(
      HttpMessageNotReadableException e,
      HttpHeaders headers,
      HttpStatusCode status,
      WebRequest request) {
    Throwable cause = e.getMostSpecificCause();
    if (cause instanceof Problem problem) return wide(problem(problem));
    String words =
        String.valueOf(cause.getMessage())
            .split("\n")[0]
            .replaceAll("\\(class dev\\.corral[^)]*\\)", "")
            .replaceAll("dev\\.corral[.$\\w]*[.$]", "");
    return wide(
        answer(HttpStatus.BAD_REQUEST, "BAD_JSON", words, "send JSON as /api/docs describes it"));
  }

  @Override
  protected ResponseEntity<Object> handleExceptionInternal(
      Exception e, Object body, HttpHeaders headers, HttpStatusCode status, WebRequest request) {
    String detail =
        body instanceof ProblemDetail p && p.getDetail() != null ? p.getDetail() : e.getMessage();
    String code = status.value() == 404 ? "PATH_UNKNOWN" : "BAD_REQUEST";
    return wide(answer(HttpStatus.valueOf(status.value()), code, detail, "look at /api/docs"));
  }

  private static ResponseEntity<Object> wide(ResponseEntity<ProblemDetail> answer) {
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .body(answer.getBody());
  }

  static ResponseEntity<ProblemDetail> answer(
      HttpStatus status, String code, String detail, String fix) {
    ProblemDetail problem = ProblemDetail.forStatusAndDetail(status, detail);
    problem.setTitle(status.getReasonPhrase());
    problem.setProperty("code", code);
    problem.setProperty("fix", fix);
    return ResponseEntity.status(status)
        .contentType(org.springframework.http.MediaType.APPLICATION_PROBLEM_JSON)
        .body(problem);
  }
}
