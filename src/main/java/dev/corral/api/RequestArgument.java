package dev.corral.api;

import dev.corral.operation.desk.IdempotencyKey;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.support.WebDataBinderFactory;
import org.springframework.web.context.request.NativeWebRequest;
import org.springframework.web.context.request.RequestAttributes;
import org.springframework.web.method.support.HandlerMethodArgumentResolver;
import org.springframework.web.method.support.ModelAndViewContainer;

/**
 * Makes the {@link Request} of a command: who is signed in, {@code Idempotency-Key}, {@code dryRun}
 * and, where there is no body to give it in, {@code reason}. {@link Parameters} has checked them.
 */
class RequestArgument implements HandlerMethodArgumentResolver {
  static final String KEY = "Idempotency-Key";

  @Override
  public boolean supportsParameter(MethodParameter parameter) {
    return parameter.getParameterType().equals(Request.class);
  }

  @Override
  public Request resolveArgument(
      MethodParameter parameter,
      ModelAndViewContainer container,
      NativeWebRequest web,
      WebDataBinderFactory binders) {
    return new Request(
        SignedIn.caller(),
        web.getParameter(Parameters.REASON),
        key(web),
        Boolean.parseBoolean(web.getParameter(Parameters.DRY_RUN)));
  }

  private static IdempotencyKey key(NativeWebRequest web) {
    String value = web.getHeader(KEY);
    if (value == null) return null;
    Object content = web.getAttribute(ContentDigest.ATTRIBUTE, RequestAttributes.SCOPE_REQUEST);
    return new IdempotencyKey(value, (String) content);
  }
}
