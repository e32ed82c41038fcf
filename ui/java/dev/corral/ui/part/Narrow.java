package dev.corral.ui.part;

import com.vaadin.flow.component.grid.Grid;
import java.util.List;

/** Columns that a small screen can do without. */
public final class Narrow {
  private static final int MEDIUM = 1100;
  private static final int SMALL = 700;

  private Narrow() {}

  /** The second list goes first, the first list when it gets really tight. */
  public static void hide(Grid<?> grid, List<Grid.Column<?>> small, List<Grid.Column<?>> medium) {
    grid.addAttachListener(
        attached -> {
          var page = attached.getUI().getPage();
          page.retrieveExtendedClientDetails(d -> fit(d.getWindowInnerWidth(), small, medium));
          var resized = page.addBrowserWindowResizeListener(e -> fit(e.getWidth(), small, medium));
          grid.addDetachListener(
              detached -> {
                detached.unregisterListener();
                resized.remove();
              });
        });
  }

  private static void fit(int width, List<Grid.Column<?>> small, List<Grid.Column<?>> medium) {
    small.forEach(c -> c.setVisible(width >= SMALL));
    medium.forEach(c -> c.setVisible(width >= MEDIUM));
  }
}
