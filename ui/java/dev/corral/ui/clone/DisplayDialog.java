package dev.corral.ui.clone;

import com.vaadin.flow.component.button.Button;
import com.vaadin.flow.component.dialog.Dialog;
import com.vaadin.flow.component.html.Anchor;
import com.vaadin.flow.component.html.Div;
import com.vaadin.flow.component.html.Paragraph;
import com.vaadin.flow.component.html.Pre;
import com.vaadin.flow.server.streams.DownloadHandler;
import com.vaadin.flow.server.streams.DownloadResponse;
import dev.corral.operation.clone.OpenDisplay;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.Caller;
import dev.corral.shared.CloneName;
import dev.corral.shared.Display;
import dev.corral.ui.part.Facts;
import dev.corral.ui.part.Words;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Where a clone's screen is, and the file that opens it. */
final class DisplayDialog extends Dialog {
  private final OpenDisplay displays;
  private final CloneName name;
  private final Caller caller = SignedIn.caller();

  DisplayDialog(OpenDisplay displays, CloneName name) {
    this.displays = displays;
    this.name = name;
    Display display = displays.of(name);
    setId("display-dialog");
    setHeaderTitle(Words.of("display.title", name.value()));
    Anchor ticket =
        new Anchor(DownloadHandler.fromInputStream(event -> ticket()), Words.of("display.open"));
    ticket.setId("display-vv");
    ticket.addClassName("button-link");
    Div form =
        new Div(
            new Facts()
                .with("node", display.node().value())
                .with("display.type", display.type().toUpperCase(Locale.ROOT))
                .with("node.address", address(display)),
            new Paragraph(Words.of("display.text")),
            ticket,
            new Paragraph(Words.of("display.command")),
            new Pre("remote-viewer " + name + ".vv"));
    form.addClassName("form");
    add(form);
    Button close = new Button(Words.of("close"), e -> close());
    close.setId("display-close");
    getFooter().add(close);
  }

  private static String address(Display display) {
    return display.address() + ":" + (display.port() == null ? display.tlsPort() : display.port());
  }

  /** A new one for each download: it lets in for a short while only. */
  private DownloadResponse ticket() {
    byte[] file = displays.ticket(Request.by(caller), name).vv().getBytes(StandardCharsets.UTF_8);
    return new DownloadResponse(
        new ByteArrayInputStream(file), name + ".vv", "application/x-virt-viewer", file.length);
  }
}
