package dev.corral;

import dev.corral.shared.Refused;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.net.URI;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Refuses what another site's page makes a browser send: a browser adds the password that it knows
 * to any request, also to those of a form elsewhere. Programs that are no browsers send neither of
 * the two headers that tell, and are let through.
 *
 * @see <a href="https://www.w3.org/TR/fetch-metadata/">Fetch Metadata: Sec-Fetch-Site</a>
 * @see <a href="https://www.rfc-editor.org/rfc/rfc6454#section-7">RFC 6454: Origin</a>
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 1)
class CrossSiteGuard extends OncePerRequestFilter {
  private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");

  /** What the page of this site sends, or a person without any page. */
  private static final Set<String> OWN = Set.of("same-origin", "none");

  private final ProblemAnswers problems;

  CrossSiteGuard(ProblemAnswers problems) {
    this.problems = problems;
  }

  /** A WebSocket begins with a GET, and may change anything afterwards. */
  @Override
  protected boolean shouldNotFilter(HttpServletRequest request) {
    return READING.contains(request.getMethod())
        && !"websocket".equalsIgnoreCase(request.getHeader(HttpHeaders.UPGRADE));
  }

  @Override
  protected void doFilterInternal(
      HttpServletRequest request, HttpServletResponse response, FilterChain chain)
      throws ServletException, IOException {
    if (isOwn(request)) chain.doFilter(request, response);
    else
      problems.send(
          Refused.forbidden(
              "CROSS_SITE",
              "this request comes from a page of another site"
                  + Optional.ofNullable(request.getHeader(HttpHeaders.ORIGIN))
                      .map(o -> ": " + o)
                      .orElse(""),
              "use Corral's own pages; a proxy in front of Corral must pass on the Host header"),
          HttpStatus.FORBIDDEN,
          request,
          response);
  }

  /** Browsers send {@code Sec-Fetch-Site} over TLS and to localhost only, {@code Origin} always. */
  private static boolean isOwn(HttpServletRequest request) {
    String site = request.getHeader("Sec-Fetch-Site");
    if (site != null) return OWN.contains(site);
    String origin = request.getHeader(HttpHeaders.ORIGIN);
    return origin == null
        || authority(origin).equalsIgnoreCase(request.getHeader(HttpHeaders.HOST));
  }

  /** Host and port of an origin; empty for {@code null} and what is none. */
  private static String authority(String origin) {
    try {
      String authority = URI.create(origin).getAuthority();
      return authority == null ? "" : authority;
    } catch (IllegalArgumentException noOrigin) {
      return "";
    }
  }
}
