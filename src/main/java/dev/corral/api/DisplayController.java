package dev.corral.api;

import dev.corral.clone.Ticket;
import dev.corral.operation.clone.OpenDisplay;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import dev.corral.shared.CloneName;
import dev.corral.shared.Display;
import org.springframework.http.CacheControl;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What a clone shows. */
@RestController
@RequestMapping("/api/v1/clones/{name}")
class DisplayController {
  private static final MediaType VIRT_VIEWER = new MediaType("application", "x-virt-viewer");
  private final OpenDisplay openDisplay;

  DisplayController(OpenDisplay openDisplay) {
    this.openDisplay = openDisplay;
  }

  /** A display as programs see it. */
  record DisplayView(String type, String address, Integer port, Integer tlsPort, String node) {}

  @GetMapping("/display")
  DisplayView display(@PathVariable String name) {
    Display d = openDisplay.of(new CloneName(name));
    return new DisplayView(d.type(), d.address(), d.port(), d.tlsPort(), d.node().value());
  }

  @GetMapping("/display.vv")
  ResponseEntity<String> ticket(
      @PathVariable String name, @RequestParam(required = false) String reason) {
    Request request = Request.by(SignedIn.caller()).because(reason);
    Ticket ticket = openDisplay.ticket(request, new CloneName(name));
    return ResponseEntity.ok()
        .contentType(VIRT_VIEWER)
        .cacheControl(CacheControl.noStore())
        .header(HttpHeaders.CONTENT_DISPOSITION, "attachment; filename=\"" + name + ".vv\"")
        .body(ticket.vv());
  }
}
