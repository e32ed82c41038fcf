package dev.corral.ui.dashboard;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.NativeTable;
import com.vaadin.flow.component.html.NativeTableCell;
import com.vaadin.flow.component.html.NativeTableHeaderCell;
import com.vaadin.flow.component.html.NativeTableRow;
import com.vaadin.flow.component.html.Span;
import dev.corral.base.Base;
import dev.corral.placement.Capacity;
import dev.corral.ui.part.Badge;
import dev.corral.ui.part.Tone;
import dev.corral.ui.part.Words;
import java.util.List;

/** How many more clones of each base fit. */
final class RoomTable extends NativeTable {
  private Figures.Room shown;

  RoomTable() {
    addClassName("numbers");
    NativeTableRow head = getHead().addRow();
    for (String key : List.of("base", "room.now", "room.awake", "room.losing")) {
      NativeTableHeaderCell cell = head.addHeaderCell();
      cell.setText(Words.of(key));
      cell.getElement().setAttribute("scope", "col");
    }
  }

  /** Shows it, if it is not what is shown already. */
  void show(Figures.Room room) {
    if (room.equals(shown)) return;
    shown = room;
    List<Base> ready = room.ready();
    getBody().removeAllRows();
    for (int i = 0; i < room.fits().size(); i++) row(ready.get(i), room.fits().get(i));
    if (ready.size() > room.fits().size()) {
      NativeTableCell more = getBody().addRow().addDataCell();
      more.getElement().setAttribute("colspan", "4");
      more.add(new Anchor("bases", Words.of("more", ready.size() - room.fits().size())));
    }
  }

  private void row(Base base, Capacity room) {
    NativeTableRow row = getBody().addRow();
    Anchor link = new Anchor("bases/" + base.name(), base.name().value());
    link.addClassName("cell-link");
    row.addDataCell().add(link);
    row.addDataCell().add(number(room.now(), Tone.WARN));
    row.addDataCell().add(number(room.everyNodeAwake(), Tone.BAD));
    row.addDataCell().add(number(room.afterLosingOne(), Tone.WARN));
  }

  /** None left is said in that tone. */
  private static Component number(int fits, Tone ifNone) {
    return fits > 0 ? new Span(String.valueOf(fits)) : new Badge(ifNone, Words.of("room.none"));
  }
}
