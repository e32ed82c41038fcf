package dev.corral.api;

import dev.corral.operation.desk.Request;
import dev.corral.operation.node.DrainNode;
import dev.corral.operation.node.RestoreNode;
import dev.corral.operation.node.RetireNode;
import dev.corral.shared.NodeName;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Taking a node out of service, and back. */
@RestController
@RequestMapping("/api/v1/nodes/{name}")
class NodeLifeController {
  private final DrainNode drainNode;
  private final RestoreNode restoreNode;
  private final RetireNode retireNode;

  NodeLifeController(DrainNode drainNode, RestoreNode restoreNode, RetireNode retireNode) {
    this.drainNode = drainNode;
    this.restoreNode = restoreNode;
    this.retireNode = retireNode;
  }

  /** How it is drained (see {@link DrainNode.Wish}), and why. */
  record Drain(
      String mode,
      Integer deadline,
      String then,
      Boolean powerOff,
      Map<String, String> guests,
      String reason) {}

  @PostMapping("/drain")
  ResponseEntity<Object> drain(
      @PathVariable String name, @RequestBody(required = false) Drain body, Request request) {
    Drain d = body == null ? new Drain(null, null, null, null, null, null) : body;
    return Answers.of(
        drainNode.start(
            request.because(d.reason()),
            new NodeName(name),
            new DrainNode.Wish(d.mode(), d.deadline(), d.then(), d.powerOff(), d.guests())));
  }

  @PostMapping("/restore")
  ResponseEntity<Object> restore(
      @PathVariable String name, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(restoreNode.start(request.because(Reason.of(body)), new NodeName(name)));
  }

  @DeleteMapping
  ResponseEntity<Object> retire(
      @PathVariable String name,
      @RequestParam(defaultValue = "false") boolean force,
      Request request) {
    return Answers.of(retireNode.start(request, new NodeName(name), force));
  }
}
