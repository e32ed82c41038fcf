package dev.corral.ui.part;

import static org.assertj.core.api.Assertions.assertThat;

import com.vaadin.flow.component.Component;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Span;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class KeyedRowsTests {
  private record Item(String key, String words) {}

  private final Div list = new Div();
  private final List<String> updated = new ArrayList<>();
  private final KeyedRows<Item, Span> rows =
      new KeyedRows<>(
          list,
          Item::key,
          Span::new,
          (span, item) -> {
            span.setText(item.words());
            updated.add(item.key());
          });

  private static Item item(String words) {
    return new Item(words.substring(0, 1), words);
  }

  private void show(String... words) {
    rows.show(java.util.Arrays.stream(words).map(KeyedRowsTests::item).toList());
  }

  private List<Component> shown() {
    return list.getChildren().toList();
  }

  private List<String> words() {
    return shown().stream().map(c -> c.getElement().getText()).toList();
  }

  @Test
  void aRowWhoseItemIsTheSameIsLeftAlone() {
    show("a1", "b1");
    List<Component> before = shown();
    updated.clear();
    show("a1", "b1");
    assertThat(shown()).containsExactlyElementsOf(before);
    assertThat(updated).isEmpty();
  }

  @Test
  void aRowWhoseItemHasChangedIsUpdatedInPlace() {
    show("a1", "b1");
    List<Component> before = shown();
    updated.clear();
    show("a1", "b2");
    assertThat(shown()).containsExactlyElementsOf(before);
    assertThat(words()).containsExactly("a1", "b2");
    assertThat(updated).containsExactly("b");
  }

  @Test
  void rowsComeGoAndChangePlacesWithoutTouchingOthers() {
    show("a1", "b1", "c1");
    Component b = shown().get(1);
    updated.clear();
    show("d1", "c1", "b1");
    assertThat(words()).containsExactly("d1", "c1", "b1");
    assertThat(shown().get(2)).isSameAs(b);
    assertThat(updated).containsExactly("d");
  }

  @Test
  void whatElseIsInTheListStaysBehindTheRows() {
    list.add(new Span("more"));
    show("a1");
    show("a1", "b1");
    show("b1");
    assertThat(words()).containsExactly("b1", "more");
  }
}
