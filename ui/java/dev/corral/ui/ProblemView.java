package dev.corral.ui;

import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.router.BeforeEnterEvent;
import com.vaadin.flow.router.ErrorParameter;
import com.vaadin.flow.router.HasErrorParameter;
import com.vaadin.flow.router.ParentLayout;
import com.vaadin.flow.server.auth.AnonymousAllowed;
import dev.corral.shared.Problem;
import dev.corral.ui.part.Notices;
import dev.corral.ui.part.Page;
import dev.corral.ui.part.Words;
import jakarta.servlet.http.HttpServletResponse;

/** A page that cannot be shown: what is missing, and what to do. */
@ParentLayout(MainLayout.class)
@AnonymousAllowed
public class ProblemView extends Page implements HasErrorParameter<Problem> {
  ProblemView() {
    super("problem.page");
  }

  @Override
  public int setErrorParameter(BeforeEnterEvent event, ErrorParameter<Problem> error) {
    Problem problem = error.getException();
    add(Notices.box(problem), new Anchor("", Words.of("lost.home")));
    return HttpServletResponse.SC_NOT_FOUND;
  }
}
