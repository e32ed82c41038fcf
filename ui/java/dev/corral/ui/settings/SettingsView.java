package dev.corral.ui.settings;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.router.Route;
import dev.corral.audit.AuditTrail;
import dev.corral.node.Firewalling;
import dev.corral.node.Firewalls;
import dev.corral.node.Nodes;
import dev.corral.node.Onboarding;
import dev.corral.node.Policies;
import dev.corral.operation.herd.ChangePolicy;
import dev.corral.security.SignedIn;
import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import dev.corral.ui.MainLayout;
import dev.corral.ui.live.Live;
import dev.corral.ui.part.Copyable;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Panel;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;
import java.util.Set;
import org.springframework.core.env.Environment;
import org.springframework.stereotype.Component;

/** What is set, by whom it can be changed, and what the way into a new node is. */
@Route(value = "settings", layout = MainLayout.class)
@PermitAll
public class SettingsView extends Page {

  /** What it needs of the rooms. */
  @Component
  record Rooms(
      Policies policies,
      ChangePolicy changePolicy,
      Onboarding onboarding,
      Nodes nodes,
      Firewalls firewalls,
      Firewalling firewalling,
      AuditTrail audit,
      Environment environment) {}

  SettingsView(Rooms rooms, Live live, Times times) {
    super("settings");
    Caller caller = SignedIn.caller();
    PolicyPart policy = new PolicyPart(rooms, caller.may(Role.ADMIN));
    FirewallPart firewalls = new FirewallPart(rooms);
    Div panels =
        new Div(
            new Panel("settings.policy", policy),
            key(rooms),
            new Panel("settings.firewalls", firewalls),
            new Panel("settings.about", new AboutPart(caller)),
            new Panel("settings.trail", new TrailPart(rooms.audit())),
            new Panel("settings.limits", new LimitsPart(rooms.environment(), times)));
    panels.addClassName("panels");
    add(panels);
    live.refresh(this, Set.of("policy"), policy::refresh);
    live.refresh(this, Set.of("firewall", "node"), firewalls::refresh);
  }

  private static Panel key(Rooms rooms) {
    return new Panel(
        "settings.key",
        new Paragraph(Words.of("settings.key.text")),
        new Copyable("copy-key", rooms.onboarding().publicKey()),
        new Paragraph(Words.of("settings.key.line")),
        new Copyable("copy-key-command", rooms.onboarding().keyCommand()));
  }
}
