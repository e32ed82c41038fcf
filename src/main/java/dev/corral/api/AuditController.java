package dev.corral.api;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.corral.audit.AuditEntry;
import dev.corral.audit.AuditTrail;
import java.time.Instant;
import java.util.List;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** Who did what, why, when, and how it ended. */
@RestController
@RequestMapping("/api/v1/audit")
class AuditController {
  private final AuditTrail audit;
  private final ObjectMapper json;

  AuditController(AuditTrail audit, ObjectMapper json) {
    this.audit = audit;
    this.json = json;
  }

  /** A row as programs see it. */
  record RowView(long id, @JsonUnwrapped AuditEntry entry) {}

  @GetMapping
  Page<RowView> list(
      @RequestParam(required = false) String node,
      @RequestParam(required = false) String base,
      @RequestParam(required = false) String clone,
      @RequestParam(required = false) String operation,
      @RequestParam(required = false) String actor,
      @RequestParam(required = false) String outcome,
      @RequestParam(required = false) Instant from,
      @RequestParam(required = false) Instant to,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "100") int size) {
    var filter = new AuditTrail.Filter(node, base, clone, operation, actor, outcome, from, to);
    return new Page<>(
        rows(filter, Page.offset(page, Page.size(size)), size), page, size, audit.count(filter));
  }

  @GetMapping(produces = "application/x-ndjson")
  ResponseEntity<StreamingResponseBody> export(
      @RequestParam(required = false) String node,
      @RequestParam(required = false) String base,
      @RequestParam(required = false) String clone,
      @RequestParam(required = false) String operation,
      @RequestParam(required = false) String actor,
      @RequestParam(required = false) String outcome,
      @RequestParam(required = false) Instant from,
      @RequestParam(required = false) Instant to) {
    var filter =
        new AuditTrail.Filter(
            node, base, clone, operation, actor, outcome, from, to == null ? Instant.now() : to);
    StreamingResponseBody body =
        out ->
            audit.each(
                filter,
                row -> {
                  out.write(json.writeValueAsBytes(new RowView(row.id(), row.entry())));
                  out.write('\n');
                });
    return ResponseEntity.ok().contentType(MediaType.valueOf("application/x-ndjson")).body(body);
  }

  private List<RowView> rows(AuditTrail.Filter filter, int offset, int size) {
    return audit.find(filter, offset, size).stream()
        .map(r -> new RowView(r.id(), r.entry()))
        .toList();
  }

  @GetMapping("/verification")
  AuditTrail.Verification verification() {
    return audit.verify();
  }
}
