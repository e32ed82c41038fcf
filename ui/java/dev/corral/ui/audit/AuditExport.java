package dev.corral.ui.audit;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.vaadin.flow.server.streams.DownloadEvent;
import com.vaadin.flow.server.streams.DownloadHandler;
import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import java.io.IOException;
import java.io.OutputStream;
import java.util.function.Supplier;

/** The rows that a filter finds, one JSON object a line, as the REST export has them. */
final class AuditExport implements DownloadHandler {
  private final transient AuditTrail audit;
  private final transient ObjectMapper json;
  private final transient Supplier<AuditTrail.Filter> filter;

  AuditExport(AuditTrail audit, ObjectMapper json, Supplier<AuditTrail.Filter> filter) {
    this.audit = audit;
    this.json = json;
    this.filter = filter;
  }

  private record Line(long id, @JsonUnwrapped AuditEntry entry) {}

  @Override
  public void handleDownloadRequest(DownloadEvent event) throws IOException {
    event.setFileName("corral-audit.ndjson");
    event.setContentType("application/x-ndjson");
    try (OutputStream out = event.getOutputStream()) {
      audit.each(
          filter.get(),
          row -> {
            out.write(json.writeValueAsBytes(new Line(row.id(), row.entry())));
            out.write('\n');
          });
    }
  }
}
