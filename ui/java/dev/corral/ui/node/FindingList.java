package dev.corral.ui.node;

import com.vaadin.flow.component.html.Code;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.Span;
import com.vaadin.flow.component.html.UnorderedList;
import dev.corral.node.Finding;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.Comparator;
import java.util.List;

/** What the preflight saw, the worst first, each with its fix. */
public final class FindingList extends UnorderedList {
  /** Of these. */
  public FindingList(List<Finding> findings) {
    addClassName("findings");
    setId("findings");
    findings.stream()
        .sorted(Comparator.comparing(Finding::severity).reversed())
        .forEach(f -> add(item(f)));
  }

  /** What was looked at, in words. */
  private static String name(String id) {
    if (id.startsWith("pool-")) return Words.of("finding.pool", id.substring("pool-".length()));
    String key = "finding." + id;
    String words = Words.of(key);
    return words.equals(key) ? id : words;
  }

  private static ListItem item(Finding finding) {
    Span id = new Span(name(finding.id()));
    id.addClassName("step-name");
    Div head = new Div(new Badge(Tone.of(finding.severity()), Words.of(finding.severity())), id);
    head.addClassName("step-head");
    ListItem item = new ListItem(head, new Div(finding.evidence()));
    if (finding.fix() != null && !finding.fix().isEmpty()) {
      Code fix = new Code(finding.fix());
      fix.addClassName("fix");
      item.add(fix);
    }
    return item;
  }
}
