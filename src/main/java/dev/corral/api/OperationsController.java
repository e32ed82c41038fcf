package dev.corral.api;

import dev.corral.engine.Operation;
import dev.corral.engine.Operations;
import dev.corral.operation.desk.Interventions;
import dev.corral.operation.desk.Interventions.Mended;
import dev.corral.operation.desk.Request;
import dev.corral.security.SignedIn;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What Corral does and did. */
@RestController
@RequestMapping("/api/v1/operations")
class OperationsController {
  private final Operations operations;
  private final Interventions interventions;
  private final OperationStreams streams;

  OperationsController(
      Operations operations, Interventions interventions, OperationStreams streams) {
    this.operations = operations;
    this.interventions = interventions;
    this.streams = streams;
  }

  @GetMapping
  Page<Operation> list(
      @RequestParam(required = false) String kind,
      @RequestParam(required = false) String state,
      @RequestParam(required = false) String subject,
      @RequestParam(required = false) String node,
      @RequestParam(required = false) String base,
      @RequestParam(required = false) String clone,
      @RequestParam(required = false) String parent,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "100") int size) {
    var filter = new Operations.Filter(kind, state, subject, node, base, clone, parent);
    return new Page<>(
        operations.list(filter, Page.offset(page, Page.size(size)), size),
        page,
        size,
        operations.count(filter));
  }

  @GetMapping("/{id}")
  Operation get(@PathVariable String id) {
    return operations.get(id);
  }

  /** What was mended, and why the caller retries. */
  record Retry(String hostKeyFingerprint, String password, String reason) {
    @Override
    public String toString() {
      return "Retry[" + reason + "]";
    }
  }

  @PostMapping("/{id}/retry")
  ResponseEntity<Object> retry(
      @PathVariable String id, @RequestBody(required = false) Retry body, Request request) {
    Retry retry = body == null ? new Retry(null, null, null) : body;
    return Answers.of(
        interventions.retry(
            request.because(retry.reason()),
            id,
            new Mended(retry.hostKeyFingerprint(), retry.password())));
  }

  @PostMapping("/{id}/cancel")
  ResponseEntity<Object> cancel(
      @PathVariable String id, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(interventions.cancel(request.because(Reason.of(body)), id));
  }

  @PostMapping("/{id}/skip")
  ResponseEntity<Object> skip(
      @PathVariable String id, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(interventions.skip(request.because(Reason.of(body)), id));
  }

  /** The operation now, and again at each change, until it has ended. */
  @GetMapping(path = "/{id}/events", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
  void events(@PathVariable String id, HttpServletRequest request, HttpServletResponse response)
      throws IOException {
    streams.open(id, SignedIn.caller().name(), request, response);
  }
}
