package dev.corral.api;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.shared.Category;
import dev.corral.shared.Problem;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The HTTP status of a problem, which follows from its category and from nothing else. */
class ProblemStatusTests {
  private static final class Trouble extends Problem {
    Trouble(Category category) {
      super(category, "ANY_CODE", "n1 is off", "wake it", null);
      put("node", "n1");
    }
  }

  @ParameterizedTest(name = "{0} is {1}")
  @CsvSource({
    "MALFORMED, 400, false",
    "INVALID, 422, false",
    "FORBIDDEN, 403, false",
    "NOT_FOUND, 404, false",
    "CONFLICT, 409, false",
    "BUSY, 429, true",
    "NODE_FAILED, 502, true",
    "UNAVAILABLE, 503, true",
    "DEFECT, 500, true"
  })
  void followsFromItsCategory(Category category, int status, boolean passing) {
    var trouble = new Trouble(category);
    var answer = new Problems().problem(trouble);
    assertThat(answer.getStatusCode().value()).isEqualTo(status);
    assertThat(answer.getBody().getProperties())
        .containsEntry("code", "ANY_CODE")
        .containsEntry("category", category)
        .containsEntry("parameters", Map.of("node", "n1"));
    assertThat(trouble.passing()).isEqualTo(passing);
  }
}
