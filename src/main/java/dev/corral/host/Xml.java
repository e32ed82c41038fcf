package dev.corral.host;

import java.io.StringReader;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.OutputKeys;
import javax.xml.transform.TransformerFactory;
import javax.xml.transform.dom.DOMSource;
import javax.xml.transform.stream.StreamResult;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.xml.sax.InputSource;

/**
 * Reads and writes libvirt's XML with the platform's parser; document types and external entities
 * are refused.
 */
final class Xml {
  private Xml() {}

  static Document parse(String text) {
    try {
      var factory = DocumentBuilderFactory.newInstance();
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setExpandEntityReferences(false);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      return builder.parse(new InputSource(new StringReader(text)));
    } catch (javax.xml.parsers.ParserConfigurationException
        | org.xml.sax.SAXException
        | java.io.IOException e) {
      throw new IllegalArgumentException("not XML that libvirt would write: " + e.getMessage(), e);
    }
  }

  static Document empty(String root) {
    Document document = parse("<" + root + "/>");
    return document;
  }

  static String text(Node node) {
    try {
      var factory = TransformerFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      var transformer = factory.newTransformer();
      transformer.setOutputProperty(OutputKeys.OMIT_XML_DECLARATION, "yes");
      transformer.setOutputProperty(OutputKeys.INDENT, "yes");
      StringWriter out = new StringWriter();
      transformer.transform(new DOMSource(node), new StreamResult(out));
      return out.toString();
    } catch (javax.xml.transform.TransformerException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The elements at a path of names below this one. */
  static List<Element> all(Element from, String... path) {
    List<Element> level = List.of(from);
    for (String name : path) {
      List<Element> next = new ArrayList<>();
      for (Element element : level) {
        for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
          if (n instanceof Element child && child.getTagName().equals(name)) next.add(child);
        }
      }
      level = next;
    }
    return level;
  }

  static Optional<Element> first(Element from, String... path) {
    return all(from, path).stream().findFirst();
  }

  static String value(Element from, String... path) {
    return first(from, path).map(e -> e.getTextContent().strip()).orElse("");
  }

  static Element add(Element to, String name) {
    Element child = to.getOwnerDocument().createElement(name);
    to.appendChild(child);
    return child;
  }

  /** The one child of that name, made if it is not there. */
  static Element only(Element of, String name) {
    return first(of, name).orElseGet(() -> add(of, name));
  }

  static void remove(Element element) {
    element.getParentNode().removeChild(element);
  }
}
