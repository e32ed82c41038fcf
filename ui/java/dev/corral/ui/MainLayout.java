package dev.corral.ui;

import com.vaadin.flow.component.AttachEvent;
import com.vaadin.flow.component.HasElement;
import com.vaadin.flow.component.applayout.AppLayout;
import com.vaadin.flow.component.applayout.DrawerToggle;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.AnchorTarget;
import com.vaadin.flow.component.html.Aside;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Footer;
import com.vaadin.flow.component.html.Main;
import com.vaadin.flow.component.html.Nav;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.orderedlayout.Scroller;
import com.vaadin.flow.component.sidenav.SideNav;
import com.vaadin.flow.component.sidenav.SideNavItem;
import com.vaadin.flow.spring.security.AuthenticationContext;
import dev.corral.security.SignedIn;
import dev.corral.shared.Caller;
import dev.corral.shared.Role;
import dev.corral.ui.live.Live;
import dev.corral.ui.operation.OpenOperations;
import dev.corral.ui.operation.TaskDrawer;
import dev.corral.ui.part.Times;
import dev.corral.ui.part.Words;
import jakarta.annotation.security.PermitAll;

/** What surrounds every view: the way to the others, who one is, and what runs. */
@PermitAll
public class MainLayout extends AppLayout {
  private static final String SWITCH_TONE =
      """
      const dark = document.documentElement.getAttribute('theme') !== 'dark';
      document.documentElement.setAttribute('theme', dark ? 'dark' : '');
      localStorage.setItem('corral-tone', dark ? 'dark' : 'light');""";

  private final Times times;
  private final Caller caller = SignedIn.caller();
  private final Main body = new Main();

  MainLayout(
      AuthenticationContext authentication, OpenOperations operations, Live live, Times times) {
    this.times = times;
    setPrimarySection(Section.DRAWER);
    configureNavigation();
    configureBar(authentication);
    body.addClassName("view");
    Div frame = new Div(body, new Aside(new TaskDrawer(operations, live, times)));
    frame.addClassName("frame");
    setContent(frame);
  }

  private void configureNavigation() {
    Anchor brand = new Anchor("", new Span("Corral"));
    brand.addClassName("brand");
    SideNav nav = new SideNav();
    nav.getElement().setAttribute("aria-label", Words.of("pages"));
    nav.addItem(
        new SideNavItem(Words.of("dashboard"), "", VaadinIcon.DASHBOARD.create()),
        nested("nodes", VaadinIcon.SERVER),
        nested("bases", VaadinIcon.DISC),
        nested("clones", VaadinIcon.COPY_O),
        nested("operations", VaadinIcon.TASKS),
        nested("audit", VaadinIcon.BOOK),
        nested("settings", VaadinIcon.COG));
    addToDrawer(new Nav(brand, new Scroller(nav)), footer());
  }

  private static SideNavItem nested(String path, VaadinIcon icon) {
    SideNavItem item = new SideNavItem(Words.of(path), path, icon.create());
    item.setId("nav-" + path);
    item.setMatchNested(true);
    return item;
  }

  private Footer footer() {
    Footer footer = new Footer();
    if (!caller.may(Role.ADMIN)) return footer;
    Anchor cockpit = new Anchor("/camunda/app/cockpit/default/", Words.of("cockpit"));
    cockpit.setRouterIgnore(true);
    cockpit.setTarget(AnchorTarget.BLANK);
    cockpit.setId("nav-cockpit");
    footer.add(VaadinIcon.EXTERNAL_LINK.create(), cockpit);
    return footer;
  }

  private void configureBar(AuthenticationContext authentication) {
    Button tone = new Button(VaadinIcon.ADJUST.create());
    tone.setId("switch-tone");
    tone.setAriaLabel(Words.of("tone"));
    tone.setTooltipText(Words.of("tone"));
    tone.addThemeVariants(ButtonVariant.LUMO_TERTIARY, ButtonVariant.LUMO_ICON);
    tone.addClickListener(e -> tone.getElement().executeJs(SWITCH_TONE));
    Span who = new Span(caller.name());
    who.setId("who");
    who.setTitle(Words.of("role." + caller.role()));
    Button out = new Button(Words.of("logout"), e -> authentication.logout());
    out.setId("logout");
    out.addThemeVariants(ButtonVariant.LUMO_TERTIARY);
    Div right = new Div(tone, who, out);
    right.getElement().setAttribute("role", "banner");
    right.addClassName("user");
    DrawerToggle toggle = new DrawerToggle();
    toggle.setAriaLabel(Words.of("menu"));
    addToNavbar(toggle, right);
  }

  @Override
  protected void onAttach(AttachEvent attached) {
    super.onAttach(attached);
    times.learnZone(attached.getUI());
  }

  @Override
  public void showRouterLayoutContent(HasElement content) {
    body.getElement().removeAllChildren();
    body.getElement().appendChild(content.getElement());
  }

  @Override
  public void removeRouterLayoutContent(HasElement content) {
    body.getElement().removeAllChildren();
  }
}
