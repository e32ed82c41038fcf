package dev.corral.ui.live;

import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinRequest;
import com.vaadin.flow.server.VaadinResponse;
import com.vaadin.flow.server.VaadinServiceInitListener;
import com.vaadin.flow.server.VaadinSession;
import dev.corral.ui.part.Words;
import java.io.IOException;
import java.util.Locale;
import org.springframework.stereotype.Component;

/** Answers with a plain page instead of opening one window too many. */
@Component
class WindowLimit implements VaadinServiceInitListener {
  private static final int UNAVAILABLE = 503;
  private static final String PAGE =
      """
      <!doctype html>
      <html lang="%s"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
      <meta name="color-scheme" content="light dark"><title>%s · Corral</title>
      <style>body { font: 16px/1.5 system-ui, sans-serif; max-width: 36rem; margin: 20vh auto; padding: 0 1rem }</style></head>
      <body><h1>%s</h1><p>%s</p><p><a href="">%s</a></p></body></html>
      """;

  private final Windows windows;
  private final WindowSettings settings;
  private final Words words;

  WindowLimit(Windows windows, WindowSettings settings, Words words) {
    this.windows = windows;
    this.settings = settings;
    this.words = words;
  }

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event.addRequestHandler(this::refused);
  }

  private boolean refused(VaadinSession session, VaadinRequest request, VaadinResponse response)
      throws IOException {
    if (!opensWindow(request)) return false;
    if (windows.inSession(session) >= settings.windowsPerSession())
      return answer(request, response, "windows.yours", settings.windowsPerSession());
    if (windows.all().size() >= settings.windows())
      return answer(request, response, "windows.all", settings.windows());
    return false;
  }

  /** The page itself, or the call by which its script makes the window on the server. */
  private static boolean opensWindow(VaadinRequest request) {
    String kind = request.getParameter("v-r");
    if (kind != null) return kind.equals("init");
    String accepted = request.getHeader("Accept");
    return "GET".equals(request.getMethod())
        && accepted != null
        && accepted.contains("text/html")
        && (request.getPathInfo() == null || !request.getPathInfo().startsWith("/VAADIN/"));
  }

  private boolean answer(VaadinRequest request, VaadinResponse response, String key, int limit)
      throws IOException {
    Locale language = request.getLocale();
    response.setStatus(UNAVAILABLE);
    response.setHeader("Retry-After", String.valueOf(settings.silence().toSeconds()));
    response.setContentType("text/html; charset=utf-8");
    String title = words.getTranslation("windows.title", language);
    response
        .getWriter()
        .write(
            PAGE.formatted(
                language.getLanguage(),
                title,
                title,
                words.getTranslation(key, language, limit),
                words.getTranslation("windows.again", language)));
    return true;
  }
}
