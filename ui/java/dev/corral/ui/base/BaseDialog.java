package dev.corral.ui.base;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.ListItem;
import com.vaadin.flow.component.html.UnorderedList;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.ui.part.Ask;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Asks before something is done with a base, shows its plan, and leads to its operation. */
abstract class BaseDialog extends Ask {
  BaseDialog(String id, String title) {
    super(id, title);
  }

  final Request request(boolean dryRun) {
    return new Request(SignedIn.caller(), reason(), null, dryRun);
  }

  /** What a dry run answers. */
  final Map<String, Object> dryRun(Function<Request, Outcome> deed) {
    return deed.apply(request(true)).plan().details();
  }

  /** Does it, and shows it at work. */
  final void begin(Function<Request, Outcome> deed) {
    Outcome outcome = deed.apply(request(false));
    getUI().ifPresent(ui -> ui.navigate("operations/" + outcome.operation().id()));
  }

  /** Each on a line of its own. */
  static Component lines(List<String> words) {
    UnorderedList list = new UnorderedList();
    words.forEach(w -> list.add(new ListItem(w)));
    return list;
  }
}
