package dev.corral.ui.settings;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Div;
import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import dev.corral.ui.part.Facts;
import dev.corral.ui.part.Words;

/** Who looks, at what, and where else there is to look. */
final class AboutPart extends Div {
  AboutPart(Caller caller) {
    String version = getClass().getPackage().getImplementationVersion();
    add(
        new Facts()
            .with("login.user", caller.name())
            .with("settings.role", Words.of("role." + caller.role()))
            .with("settings.version", version == null ? "–" : version));
    Div links = new Div(link("/api/docs", "settings.api"));
    links.addClassName("links");
    if (caller.may(Role.ADMIN)) {
      links.add(
          link("/camunda/app/cockpit/default/", "cockpit"),
          link(
              "/camunda/app/admin/default/#/system?section=system-settings-general",
              "settings.engine"));
    }
    links.add(
        link("/actuator/health", "settings.health"),
        link("/actuator/prometheus", "settings.metrics"));
    add(links);
  }

  private static Anchor link(String path, String key) {
    Anchor link = new Anchor(path, Words.of(key));
    link.setRouterIgnore(true);
    link.setTarget(AnchorTarget.BLANK);
    return link;
  }
}
