package dev.corral.ui.diagram;

import static org.assertj.core.api.Assertions.assertThat;

import dev.corral.engine.Drawing;
import dev.corral.engine.Drawing.Box;
import dev.corral.engine.Drawing.Flow;
import dev.corral.engine.Drawing.Kind;
import dev.corral.engine.Drawing.Point;
import dev.corral.engine.Drawing.Shape;
import dev.corral.engine.Drawing.Sign;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.xml.sax.InputSource;

/** The picture of a model. */
class SheetTests {
  private static final Box BOX = new Box(100, 100, 100, 80);

  private static Shape shape(String id, String name, Kind kind, Sign sign) {
    return new Shape(id, name, kind, sign, true, BOX, new Box(80, 200, 140, 27));
  }

  private static Drawing drawing(String name) {
    List<Shape> shapes = new ArrayList<>();
    for (Kind kind : Kind.values())
      for (Sign sign : Sign.values()) shapes.add(shape(kind + "-" + sign, name, kind, sign));
    return new Drawing(
        name,
        shapes,
        List.of(new Flow("flow", name, "a", "b", List.of(new Point(0, 0), new Point(0, 20)), BOX)));
  }

  private static Document read(Drawing drawing) throws Exception {
    return DocumentBuilderFactory.newInstance()
        .newDocumentBuilder()
        .parse(new InputSource(new StringReader(Sheet.svg(drawing))));
  }

  @Test
  void everyKindOfShapeIsDrawn() throws Exception {
    Document svg = read(drawing("Copy to each node"));
    assertThat(svg.getElementsByTagName("title").getLength())
        .isEqualTo(Kind.values().length * Sign.values().length);
  }

  @Test
  void aNameIsTextWhateverIsInIt() throws Exception {
    assertThat(read(drawing("a<script>&\"'b")).getElementsByTagName("script").getLength()).isZero();
  }

  @Test
  void theSheetHoldsAllThatIsOnIt() {
    Box all = Sheet.extent(drawing("x"));
    assertThat(all.x()).isLessThan(0);
    assertThat(all.right()).isGreaterThan(220);
    assertThat(all.bottom()).isGreaterThan(227);
  }

  @Test
  void aNameIsWrappedWhereItWouldNotFit() {
    assertThat(Lines.of("Copy to each node", 86, 12, 4)).containsExactly("Copy to each", "node");
    assertThat(Lines.of("Donaudampfschifffahrtsgesellschaft", 86, 12, 4)).hasSize(1);
    assertThat(Lines.of("one two three four five six seven", 30, 12, 2))
        .hasSize(2)
        .last()
        .asString()
        .endsWith("…");
  }
}
