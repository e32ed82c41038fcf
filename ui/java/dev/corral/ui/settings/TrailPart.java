package dev.corral.ui.settings;

import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import dev.corral.audit.AuditTrail;
import dev.corral.ui.part.Action;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;

/** Whether anybody has changed the audit behind Corral's back. */
final class TrailPart extends Div {
  private final Div result = new Div();

  TrailPart(AuditTrail audit) {
    result.setId("audit-verified");
    result.getElement().setAttribute("role", "status");
    add(
        new Paragraph(Words.of("settings.trail.text")),
        new Action("verify-audit", Words.of("settings.trail.verify"), () -> show(audit.verify())),
        result);
  }

  private void show(AuditTrail.Verification verified) {
    result.removeAll();
    result.add(
        verified.broken().isEmpty()
            ? new Badge(Tone.GOOD, Words.of("settings.trail.whole", verified.rows()))
            : new Badge(Tone.BAD, Words.of("settings.trail.broken", verified.broken().get())));
  }
}
