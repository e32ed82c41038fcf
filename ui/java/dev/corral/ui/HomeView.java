package dev.corral.ui;

import com.vaadin.flow.component.html.H2;
import com.vaadin.flow.component.orderedlayout.VerticalLayout;
import com.vaadin.flow.router.Route;
import jakarta.annotation.security.PermitAll;

/** Where one lands after login. */
@Route("")
@PermitAll
public class HomeView extends VerticalLayout {
  /** Made at each visit. */
  public HomeView() {
    add(new H2("Corral"));
  }
}
