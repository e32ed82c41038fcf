package dev.corral.ui.part;

import com.vaadin.flow.component.UI;
import dev.corral.engine.OperationStep;
import dev.corral.shared.Problem;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.ResourceBundle;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A problem in the reader's language: found by its code, written with its parameters. English is
 * where it is thrown, and what a language has no words for stays English.
 */
public record ProblemWords(String detail, String fix) {
  private static final Pattern PARAMETER = Pattern.compile("\\{(\\w+)}");

  /** Of a problem that was thrown. */
  public static ProblemWords of(Problem problem) {
    return of(
        UI.getCurrent().getLocale(),
        problem.code(),
        new ProblemWords(problem.detail(), problem.fix()),
        problem.parameters());
  }

  /** Of why a step failed. */
  public static ProblemWords of(OperationStep.Error error) {
    return of(
        UI.getCurrent().getLocale(),
        error.code(),
        new ProblemWords(error.detail(), error.fix()),
        error.parameters());
  }

  /** Both in that language, or both as they were thrown. */
  static ProblemWords of(
      Locale language, String code, ProblemWords thrown, Map<String, String> parameters) {
    ResourceBundle bundle = Words.bundle("ui.problems", language);
    Optional<String> detail = filled(bundle, code, parameters);
    Optional<String> fix = filled(bundle, code + ".fix", parameters);
    if (detail.isEmpty() || fix.isEmpty()) return thrown;
    return new ProblemWords(detail.get(), fix.get());
  }

  private static Optional<String> filled(
      ResourceBundle bundle, String key, Map<String, String> parameters) {
    if (!bundle.containsKey(key)) return Optional.empty();
    Matcher named = PARAMETER.matcher(bundle.getString(key));
    StringBuilder words = new StringBuilder();
    while (named.find()) {
      String value = parameters.get(named.group(1));
      if (value == null) return Optional.empty();
      named.appendReplacement(words, Matcher.quoteReplacement(value));
    }
    return Optional.of(named.appendTail(words).toString());
  }
}
