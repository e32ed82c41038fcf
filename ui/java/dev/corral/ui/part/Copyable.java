package dev.corral.ui.part;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.button.ButtonVariant;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.component.icon.VaadinIcon;

/** A line to paste elsewhere, with the button that copies it. */
public final class Copyable extends Div {
  /** Browsers have a clipboard only over HTTPS; over HTTP the old way still works. */
  private static final String COPY =
      """
      this.addEventListener('click', async () => {
        try {
          await navigator.clipboard.writeText($0);
        } catch (none) {
          const area = document.createElement('textarea');
          area.value = $0;
          document.body.append(area);
          area.select();
          document.execCommand('copy');
          area.remove();
        }
      });""";

  /** With an id for its button. */
  public Copyable(String id, String line) {
    addClassName("copyable");
    Button copy = new Button(Words.of("copy"), VaadinIcon.COPY_O.create());
    copy.setId(id);
    copy.addThemeVariants(ButtonVariant.LUMO_SMALL);
    copy.getElement().executeJs(COPY, line);
    copy.addClickListener(e -> Notices.done("copy.done"));
    add(new Pre(line), copy);
  }
}
