package dev.corral.api;

import dev.corral.operation.desk.Request;
import dev.corral.shared.Category;
import dev.corral.shared.Refused;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

/**
 * Refuses query parameters that an endpoint does not know, that are given twice, or that are empty
 * or a half-truth where a number or a yes or no is wanted: before the endpoint sees them, hence
 * before anything changes. A misspelt {@code dryRun} would otherwise do the thing for real.
 */
class Parameters implements HandlerInterceptor {
  static final String DRY_RUN = "dryRun";
  static final String REASON = "reason";

  /** A request that cannot be understood: answered 400. */
  static final class BadParameter extends Refused {
    BadParameter(String detail, String fix) {
      super(Category.MALFORMED, "BAD_PARAMETER", detail, fix);
    }
  }

  @Override
  public boolean preHandle(
      HttpServletRequest request, HttpServletResponse response, Object handler) {
    if (handler instanceof HandlerMethod method && ours(method)) check(request, of(method));
    return true;
  }

  private static boolean ours(HandlerMethod method) {
    return method.getBeanType().getPackage().equals(Parameters.class.getPackage());
  }

  /** The names of the query parameters that an endpoint takes, and their types. */
  static Map<String, Class<?>> of(HandlerMethod method) {
    Map<String, Class<?>> known = new LinkedHashMap<>();
    boolean command = false;
    boolean body = false;
    for (MethodParameter parameter : method.getMethodParameters()) {
      command |= parameter.getParameterType().equals(Request.class);
      body |= parameter.hasParameterAnnotation(RequestBody.class);
      if (parameter.hasParameterAnnotation(RequestParam.class))
        known.put(parameter.getParameter().getName(), parameter.getParameterType());
    }
    if (command) known.put(DRY_RUN, boolean.class);
    if (command && !body) known.put(REASON, String.class);
    return known;
  }

  private static void check(HttpServletRequest request, Map<String, Class<?>> known) {
    request
        .getParameterMap()
        .forEach(
            (name, values) -> {
              if (!known.containsKey(name))
                throw new BadParameter(
                    "there is no parameter '" + name + "' here",
                    known.isEmpty()
                        ? "leave it out: this takes no parameters"
                        : "use one of these, spelt exactly so: "
                            + String.join(", ", known.keySet()));
              if (values.length > 1)
                throw new BadParameter("'" + name + "' is given twice", "give it once");
              check(name, values[0], known.get(name));
            });
  }

  private static void check(String name, String value, Class<?> type) {
    boolean truth = type.equals(boolean.class) || type.equals(Boolean.class);
    if (truth && !value.equals("true") && !value.equals("false"))
      throw new BadParameter(
          "'" + value + "' is no value of '" + name + "'",
          "give " + name + "=true or " + name + "=false");
    if (value.isEmpty() && !type.equals(String.class))
      throw new BadParameter("'" + name + "' has no value", "give it one, or leave it out");
  }
}
