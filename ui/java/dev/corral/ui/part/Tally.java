package dev.corral.ui.part;

import com.vaadin.flow.component.UI;
import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.icon.VaadinIcon;
import com.vaadin.flow.component.notification.Notification;
import dev.corral.ui.part.OneByOne.News;
import dev.corral.ui.part.OneByOne.Refusal;
import java.util.List;
import java.util.function.Consumer;

/**
 * How far a command for many things is: a corner of the page, with what was refused and its fix.
 */
public final class Tally {
  private final Notification note = new Notification();
  private final Bar bar = new Bar();
  private final Div refused = new Div();
  private int listed;

  private Tally(String title) {
    note.setPosition(Notification.Position.BOTTOM_END);
    note.setDuration(0);
    Button close = new Button(VaadinIcon.CLOSE_SMALL.create(), e -> note.close());
    close.addThemeVariants(ButtonVariant.LUMO_ICON, ButtonVariant.LUMO_TERTIARY_INLINE);
    close.setAriaLabel(Words.of("close"));
    close.setId("close-tally");
    Div head = new Div(new Span(title), close);
    head.addClassName("tally-head");
    Div body = new Div(head, bar, refused);
    body.setId("tally");
    body.addClassName("tally");
    note.add(body);
  }

  /** Does it for each of them, and shows how that goes. */
  public static <T> void follow(
      OneByOne oneByOne, String title, List<T> things, Consumer<T> command) {
    Tally tally = new Tally(title);
    tally.show(new News<>(0, things.size(), List.of()));
    tally.note.open();
    oneByOne.run(UI.getCurrent(), things, command, tally::show);
  }

  private void show(News<?> news) {
    int no = news.refusals().size();
    Tone tone = no > 0 ? Tone.WARN : news.ended() ? Tone.GOOD : Tone.BUSY;
    String words =
        Words.of(no > 0 ? "tally.refused" : "tally.done", news.done() - no, news.all(), no);
    bar.show(100 * news.done() / news.all(), tone, words);
    for (; listed < no; listed++) refused.add(line(news.refusals().get(listed)));
    if (news.ended() && no == 0) note.setDuration(4_000);
  }

  private static Div line(Refusal<?> refusal) {
    Span name = new Span(String.valueOf(refusal.thing()));
    name.addClassName("step-name");
    Div box =
        refusal.problem() == null
            ? Notices.box(
                "UNFORESEEN", Words.of("problem.unforeseen"), Words.of("problem.unforeseen.fix"))
            : Notices.box(refusal.problem());
    box.addComponentAsFirst(name);
    return box;
  }
}
