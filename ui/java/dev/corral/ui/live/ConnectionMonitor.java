package dev.corral.ui.live;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.corral.ui.part.Words;
import elemental.json.Json;
import elemental.json.JsonObject;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.Optional;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/**
 * Makes each page tell every two seconds that it is there, what it has shown, and whether anybody
 * can see it; and makes the page say so when Corral does not answer. The browser's side is {@code
 * ui/window.js}.
 */
@Configuration(proxyBeanMethods = false)
public class ConnectionMonitor implements VaadinServiceInitListener {
  private static final String PATH = "/pulse";
  private static final String BEGIN = "window.corral.begin($0, $1, $2)";

  private final Windows windows;
  private final Clock clock;

  ConnectionMonitor(Windows windows, Clock clock) {
    this.windows = windows;
    this.clock = clock;
  }

  /** What the browser runs in each page, before anything else of it. */
  public static String script() {
    try (InputStream script = ConnectionMonitor.class.getResourceAsStream("/ui/window.js")) {
      return new String(script.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.getSource().addUIInitListener(opened -> begin(opened.getUI()));
  }

  private void begin(UI ui) {
    JsonObject words = Json.createObject();
    words.put("now", Words.of("time.now"));
    words.put("ago", Words.of("time.ago", "{0}"));
    words.put("lost", Words.of("connection.lost"));
    words.put("back", Words.of("connection.back"));
    ui.getPage().executeJs(BEGIN, windows.open(ui).id(), (double) clock.millis(), words);
  }

  /**
   * Answers the pages before anything else sees the request: no session is touched, no lock is
   * waited for. Whoever knows a page's id, which is random and told to that page only, can do no
   * more than say that it is there, or close it.
   */
  @Bean
  FilterRegistrationBean<jakarta.servlet.Filter> pulse() {
    var filter =
        new FilterRegistrationBean<jakarta.servlet.Filter>(
            (request, response, chain) ->
                answer((HttpServletRequest) request, (HttpServletResponse) response));
    filter.addUrlPatterns(PATH);
    filter.setOrder(Ordered.HIGHEST_PRECEDENCE);
    return filter;
  }

  private void answer(HttpServletRequest request, HttpServletResponse response) {
    response.setHeader("Cache-Control", "no-store");
    Optional<Window> window =
        Optional.ofNullable(request.getParameter("window")).flatMap(windows::find);
    response.setStatus(
        window.isPresent() ? HttpServletResponse.SC_NO_CONTENT : HttpServletResponse.SC_GONE);
    if (window.isEmpty()) return;
    if (Boolean.parseBoolean(request.getParameter("gone"))) windows.close(window.get());
    else window.get().heard(seen(request), Boolean.parseBoolean(request.getParameter("visible")));
  }

  /** The number of the last refresh that the page has shown; 0 for nonsense. */
  private static long seen(HttpServletRequest request) {
    String seen = request.getParameter("seen");
    return seen != null && seen.matches("\\d{1,18}") ? Long.parseLong(seen) : 0;
  }
}
