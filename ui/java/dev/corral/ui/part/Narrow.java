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
    hideBelow(grid, SMALL, small);
    hideBelow(grid, MEDIUM, medium);
  }

  /** These are shown where the window has that many pixels across. */
  public static void hideBelow(Grid<?> grid, int width, List<? extends Grid.Column<?>> columns) {
    if (columns.isEmpty()) return;
    grid.addAttachListener(
        attached -> {
          var page = attached.getUI().getPage();
          page.retrieveExtendedClientDetails(d -> fit(d.getWindowInnerWidth(), width, columns));
          var resized = page.addBrowserWindowResizeListener(e -> fit(e.getWidth(), width, columns));
          grid.addDetachListener(
              detached -> {
                detached.unregisterListener();
                resized.remove();
              });
        });
  }

  private static void fit(int window, int width, List<? extends Grid.Column<?>> columns) {
    columns.forEach(c -> c.setVisible(window >= width));
  }
}
