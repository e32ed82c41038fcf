package dev.corral.host;

import java.util.Set;
import java.util.TreeSet;
import org.libvirt.Domain;
import org.libvirt.Error.ErrorNumber;
import org.libvirt.LibvirtException;
import org.springframework.stereotype.Component;
import org.w3c.dom.Element;
import org.w3c.dom.NamedNodeMap;
import org.w3c.dom.Node;

/** The files that the guests of a node name in their definitions. */
@Component
public class DefinedFiles {
  /** VIR_DOMAIN_XML_INACTIVE, of libvirt-domain.h. */
  private static final int INACTIVE = 2;

  private final LibvirtConnections connections;

  DefinedFiles(LibvirtConnections connections) {
    this.connections = connections;
  }

  /**
   * Every path in every definition, running or not, whatever it is there for; and the volumes that
   * are named without their folder.
   */
  public Set<String> of(Endpoint node) {
    return connections.on(
        node,
        "reading the definitions of the guests",
        libvirt -> {
          Set<String> paths = new TreeSet<>();
          for (Domain domain : libvirt.listAllDomains(0)) {
            try {
              collect(Xml.parse(domain.getXMLDesc(0)).getDocumentElement(), paths);
              collect(Xml.parse(domain.getXMLDesc(INACTIVE)).getDocumentElement(), paths);
            } catch (LibvirtException e) {
              if (e.getError().getCode() != ErrorNumber.VIR_ERR_NO_DOMAIN)
                throw e; // gone meanwhile
            }
          }
          return paths;
        });
  }

  static void collect(Element element, Set<String> paths) {
    NamedNodeMap attributes = element.getAttributes();
    for (int i = 0; i < attributes.getLength(); i++) {
      Node attribute = attributes.item(i);
      String value = attribute.getNodeValue();
      if (value.startsWith("/") || attribute.getNodeName().equals("volume")) paths.add(value);
    }
    for (Node n = element.getFirstChild(); n != null; n = n.getNextSibling()) {
      if (n instanceof Element child) collect(child, paths);
      else if (n.getNodeValue() != null && n.getNodeValue().strip().startsWith("/"))
        paths.add(n.getNodeValue().strip());
    }
  }
}
