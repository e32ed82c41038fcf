package dev.corral.security;

import com.vaadin.flow.spring.security.VaadinSecurityConfigurer;
import jakarta.servlet.DispatcherType;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.annotation.Order;
import org.springframework.security.authentication.InternalAuthenticationServiceException;
import org.springframework.security.config.annotation.web.builders.HttpSecurity;
import org.springframework.security.config.annotation.web.configuration.EnableWebSecurity;
import org.springframework.security.config.http.SessionCreationPolicy;
import org.springframework.security.core.AuthenticationException;
import org.springframework.security.core.userdetails.UserDetailsService;
import org.springframework.security.crypto.password.PasswordEncoder;
import org.springframework.security.web.SecurityFilterChain;
import org.springframework.security.web.authentication.LoginUrlAuthenticationEntryPoint;
import org.springframework.security.web.authentication.RememberMeServices;
import org.springframework.security.web.authentication.rememberme.TokenBasedRememberMeServices;
import org.springframework.security.web.authentication.www.BasicAuthenticationEntryPoint;
import org.springframework.security.web.servlet.util.matcher.PathPatternRequestMatcher;
import org.springframework.security.web.util.matcher.OrRequestMatcher;
import org.springframework.security.web.util.matcher.RequestMatcher;

/**
 * Who may call what on the one port: machines, Camunda's web pages, Vaadin's. The users are
 * somebody else's bean.
 */
@Configuration(proxyBeanMethods = false)
@EnableWebSecurity
class SecurityChains {
  private static final Duration WORKING_DAY = Duration.ofHours(12);

  /**
   * Absolute paths. The string forms, as in {@code securityMatcher("/engine-rest/**")}, become
   * MvcRequestMatchers, which match below the servlet mapping: Jersey is mapped to /engine-rest/*,
   * so they never match it.
   */
  private static RequestMatcher paths(String... patterns) {
    PathPatternRequestMatcher.Builder path = PathPatternRequestMatcher.withDefaults();
    return new OrRequestMatcher(
        Arrays.stream(patterns).map(p -> (RequestMatcher) path.matcher(p)).toList());
  }

  @Bean
  static PasswordEncoder passwords() {
    return new CheckedPasswords();
  }

  /** Machines: HTTP basic on every request, no session, hence no CSRF token. */
  @Bean
  @Order(1)
  SecurityFilterChain machines(HttpSecurity http) throws Exception {
    return http.securityMatcher(
            paths("/api/**", "/engine-rest/**", "/actuator/**", "/swagger-ui/**"))
        .authorizeHttpRequests(
            a ->
                a.requestMatchers(paths("/actuator/health/**", "/actuator/prometheus"))
                    .permitAll()
                    .requestMatchers(paths("/engine-rest/**", "/actuator/**"))
                    .hasRole("ADMIN")
                    .anyRequest()
                    .authenticated())
        .csrf(c -> c.disable())
        .sessionManagement(s -> s.sessionCreationPolicy(SessionCreationPolicy.STATELESS))
        .httpBasic(b -> b.authenticationEntryPoint(SecurityChains::whoeverThatIs))
        .build();
  }

  /**
   * A password that could not be looked up is not wrong: whoever stands before the chains says what
   * is the matter.
   */
  private static void whoeverThatIs(
      HttpServletRequest request, HttpServletResponse response, AuthenticationException e)
      throws IOException {
    if (e instanceof InternalAuthenticationServiceException) throw e;
    var basic = new BasicAuthenticationEntryPoint();
    basic.setRealmName("Corral");
    basic.commence(request, response, e);
  }

  /**
   * Camunda's web pages: Vaadin's session; Camunda brings its own CSRF filter and security headers.
   */
  @Bean
  @Order(2)
  SecurityFilterChain camunda(HttpSecurity http) throws Exception {
    return http.securityMatcher(paths("/camunda/**"))
        .authorizeHttpRequests(a -> a.anyRequest().hasRole("ADMIN"))
        .csrf(c -> c.disable())
        .headers(
            h ->
                h.defaultsDisabled()
                    .frameOptions(f -> f.sameOrigin())) // none at all is refused at start-up
        .exceptionHandling(
            e -> e.authenticationEntryPoint(new LoginUrlAuthenticationEntryPoint("/login")))
        .build();
  }

  /** Everything else is Vaadin's. */
  @Bean
  @Order(3)
  SecurityFilterChain vaadin(HttpSecurity http, CookieKey key, UserDetailsService users)
      throws Exception {
    return http.rememberMe(r -> r.rememberMeServices(remembered(key, users)).key(key.value()))
        .authorizeHttpRequests(
            a ->
                // sendError(401) of the first chain is dispatched again to /error, which is in this
                // chain:
                // without this line each 401 and 403 becomes a redirect to /login
                a.dispatcherTypeMatchers(DispatcherType.ERROR).permitAll())
        .with(VaadinSecurityConfigurer.vaadin(), c -> c.loginView("/login"))
        .build();
  }

  /** Who has signed in stays so for a working day, whether Corral is started again or not. */
  private static RememberMeServices remembered(CookieKey key, UserDetailsService users) {
    var remembered = new TokenBasedRememberMeServices(key.value(), users);
    remembered.setCookieName("corral-signed-in");
    remembered.setTokenValiditySeconds((int) WORKING_DAY.toSeconds());
    remembered.setAlwaysRemember(true);
    remembered.setCookieCustomizer(cookie -> cookie.setAttribute("SameSite", "Lax"));
    return remembered;
  }
}
