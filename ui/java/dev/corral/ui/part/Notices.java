package dev.corral.ui.part;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.notification.Notification;
import com.vaadin.flow.component.notification.NotificationVariant;
import com.vaadin.flow.server.ErrorEvent;
import com.vaadin.flow.server.ServiceInitEvent;
import com.vaadin.flow.server.VaadinServiceInitListener;
import dev.corral.engine.OperationStep;
import dev.corral.shared.Problem;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The one place that turns what went wrong into something that a person reads. */
@org.springframework.stereotype.Component
public class Notices implements VaadinServiceInitListener {
  private static final Logger log = LoggerFactory.getLogger(Notices.class);

  @Override
  public void serviceInit(ServiceInitEvent event) {
    event
        .getSource()
        .addSessionInitListener(init -> init.getSession().setErrorHandler(Notices::handle));
  }

  private static void handle(ErrorEvent event) {
    Throwable thrown = event.getThrowable();
    Problem problem = problemIn(thrown);
    if (problem == null) log.error("a view failed with an unexpected error", thrown);
    if (UI.getCurrent() == null) return;
    if (problem == null)
      show("UNFORESEEN", Words.of("problem.unforeseen"), Words.of("problem.unforeseen.fix"));
    else {
      ProblemWords words = ProblemWords.of(problem);
      show(problem.code(), words.detail(), words.fix());
    }
  }

  private static Problem problemIn(Throwable thrown) {
    for (Throwable t = thrown; t != null; t = t.getCause()) {
      if (t instanceof Problem problem) return problem;
    }
    return null;
  }

  private static void show(String code, String detail, String fix) {
    Notification note = new Notification();
    note.addThemeVariants(NotificationVariant.LUMO_ERROR);
    note.setPosition(Notification.Position.TOP_CENTER);
    note.setDuration(0);
    note.setAssertive(true);
    Button close = new Button(VaadinIcon.CLOSE_SMALL.create(), e -> note.close());
    close.addThemeVariants(ButtonVariant.LUMO_ICON, ButtonVariant.LUMO_TERTIARY_INLINE);
    close.setAriaLabel(Words.of("close"));
    close.setId("close-problem");
    Div words = new Div(new Paragraph(detail), fixed(fix), code(code));
    words.setId("problem");
    Div row = new Div(words, close);
    row.addClassName("problem-note");
    note.add(row);
    note.open();
  }

  /** A problem within a page, in the reader's language. */
  public static Div box(Problem problem) {
    ProblemWords words = ProblemWords.of(problem);
    return box(problem.code(), words.detail(), words.fix());
  }

  /** Why a step failed, in the reader's language. */
  public static Div box(OperationStep.Error error) {
    ProblemWords words = ProblemWords.of(error);
    return box(error.code(), words.detail(), words.fix());
  }

  /** A problem within a page: what happened, the fix, the code. */
  public static Div box(String code, String detail, String fix) {
    Div box = new Div(new Paragraph(detail), fixed(fix), code(code));
    box.addClassName("problem");
    return box;
  }

  private static Component fixed(String fix) {
    Paragraph paragraph =
        new Paragraph(fix == null || fix.isEmpty() ? "" : Words.of("problem.fix", fix));
    paragraph.addClassName("fix");
    paragraph.setVisible(!paragraph.getText().isEmpty());
    return paragraph;
  }

  private static Span code(String code) {
    Span span = new Span(code);
    span.addClassName("code");
    return span;
  }

  /** Says that something has begun or was done. */
  public static void done(String key, Object... values) {
    Notification note = Notification.show(Words.of(key, values));
    note.setPosition(Notification.Position.BOTTOM_END);
    note.addThemeVariants(NotificationVariant.LUMO_SUCCESS);
  }
}
