package dev.corral.api;

import org.springframework.http.HttpStatus;
import org.springframework.http.ProblemDetail;
import org.springframework.http.ResponseEntity;
import org.springframework.web.ErrorResponse;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.servlet.resource.NoResourceFoundException;

/** What no controller answers is a problem too. */
@RestControllerAdvice
class UnknownPaths {
  @ExceptionHandler({NoResourceFoundException.class, HttpRequestMethodNotSupportedException.class})
  ResponseEntity<ProblemDetail> unknown(Exception e) {
    HttpStatus status = HttpStatus.valueOf(((ErrorResponse) e).getStatusCode().value());
    String code = status == HttpStatus.NOT_FOUND ? "PATH_UNKNOWN" : "BAD_REQUEST";
    return Problems.answer(
        status, code, ((ErrorResponse) e).getBody().getDetail(), "look at /api/docs");
  }
}
