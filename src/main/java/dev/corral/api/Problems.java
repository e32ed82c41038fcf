package dev.corral.api;

import dev.corral.shared.Busy;
import dev.corral.shared.DatabaseAway;
import dev.corral.shared.Problem;
import java.util.Optional;
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

  @ExceptionHandler
  ResponseEntity<ProblemDetail> problem(Problem problem) {
    ResponseEntity<ProblemDetail> answer =
        answer(status(problem), problem.code(), problem.detail(), problem.fix());
    answer.getBody().setProperty("category", problem.category());
    answer.getBody().setProperty("parameters", problem.parameters());
    return answer;
  }

  private static HttpStatus status(Problem problem) {
    return switch (problem.category()) {
      case MALFORMED -> HttpStatus.BAD_REQUEST;
      case INVALID -> HttpStatus.UNPROCESSABLE_ENTITY;
      case FORBIDDEN -> HttpStatus.FORBIDDEN;
      case NOT_FOUND -> HttpStatus.NOT_FOUND;
      case CONFLICT -> HttpStatus.CONFLICT;
      case BUSY -> HttpStatus.TOO_MANY_REQUESTS;
      case NODE_FAILED -> HttpStatus.BAD_GATEWAY;
      case UNAVAILABLE -> HttpStatus.SERVICE_UNAVAILABLE;
      case DEFECT -> HttpStatus.INTERNAL_SERVER_ERROR;
    };
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> busy(Busy busy) {
    return later(busy, busy.retryAfter().toSeconds());
  }

  private ResponseEntity<ProblemDetail> later(Problem problem, long seconds) {
    ResponseEntity<ProblemDetail> answer = problem(problem);
    return ResponseEntity.status(answer.getStatusCode())
        .headers(answer.getHeaders())
        .header(HttpHeaders.RETRY_AFTER, Long.toString(seconds))
        .body(answer.getBody());
  }

  @ExceptionHandler
  ResponseEntity<ProblemDetail> unforeseen(RuntimeException defect) {
    Optional<DatabaseAway> away = DatabaseAway.in(defect);
    if (away.isPresent()) return later(away.get(), DatabaseAway.RETRY_AFTER_SECONDS);
    log.error("a request failed with an unexpected error", defect);
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
