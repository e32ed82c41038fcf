package dev.corral;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.shared.DatabaseAway;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Map;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.MediaType;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Answers programs 503 while the database is away: at once, and before anybody asks whether their
 * password is right, which nobody can know then.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE)
class DatabaseGuard extends OncePerRequestFilter {
  private final DatabaseWatch database;
  private final ProblemAnswers problems;
  private final ObjectMapper json;

  DatabaseGuard(DatabaseWatch database, ProblemAnswers problems, ObjectMapper json) {
    this.database = database;
    this.problems = problems;
    this.json = json;
  }

  /** Pages have their own way to say it; whether Corral lives does not depend on its database. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    String path = request.getRequestURI();
    return !(path.startsWith("/api/")
        || path.startsWith("/engine-rest")
        || path.equals("/actuator/health")
        || path.equals("/actuator/health/readiness"));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (database.away()) {
      answer(new DatabaseAway(null), request, response);
      return;
    }
    try {
      chain.doFilter(request, response);
    } catch (ServletException | RuntimeException wrong) {
      DatabaseAway away = DatabaseAway.in(wrong).orElse(null);
      if (away == null || response.isCommitted()) throw wrong;
      response.reset();
      answer(away, request, response);
    }
  }

  private void answer(DatabaseAway away, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    response.setIntHeader(HttpHeaders.RETRY_AFTER, DatabaseAway.RETRY_AFTER_SECONDS);
    if (request.getRequestURI().startsWith("/actuator/")) {
      response.setStatus(HttpServletResponse.SC_SERVICE_UNAVAILABLE);
      response.setContentType(MediaType.APPLICATION_JSON_VALUE);
      json.writeValue(response.getOutputStream(), Map.of("status", "DOWN"));
      return;
    }
    problems.send(away, HttpStatus.SERVICE_UNAVAILABLE, request, response);
  }
}
