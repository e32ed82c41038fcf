package dev.corral;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.shared.Problem;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;

/** Answers with a problem where no controller has been reached yet. */
@Component
class ProblemAnswers {
  private final ObjectMapper json;

  ProblemAnswers(ObjectMapper json) {
    this.json = json;
  }

  /** As application/problem+json (RFC 9457), with {@code code} and {@code fix}. */
  void send(
      Problem problem, HttpStatus status, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    Map<String, Object> body = new LinkedHashMap<>();
    body.put("type", "about:blank");
    body.put("title", status.getReasonPhrase());
    body.put("status", status.value());
    body.put("detail", problem.detail());
    body.put("instance", request.getRequestURI());
    body.put("code", problem.code());
    body.put("fix", problem.fix());
    response.setStatus(status.value());
    response.setContentType(MediaType.APPLICATION_PROBLEM_JSON_VALUE);
    json.writeValue(response.getOutputStream(), body);
  }
}
