package dev.corral.api;

import dev.corral.operation.base.DisableBase;
import dev.corral.operation.base.RemoveBase;
import dev.corral.operation.base.VerifyBase;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Whether bases are still what they were, and how they go. */
@RestController
@RequestMapping("/api/v1/bases/{name}")
class BaseLifeController {
  private final VerifyBase verifyBase;
  private final DisableBase disableBase;
  private final RemoveBase removeBase;

  BaseLifeController(VerifyBase verifyBase, DisableBase disableBase, RemoveBase removeBase) {
    this.verifyBase = verifyBase;
    this.disableBase = disableBase;
    this.removeBase = removeBase;
  }

  /** Nodes that are woken for it if need be; all that are awake if none is named. */
  record Which(List<String> nodes, Integer generation, String reason) {}

  @PostMapping("/verify")
  ResponseEntity<Object> verify(
      @PathVariable String name, @RequestBody(required = false) Which body, Request request) {
    Which which = body == null ? new Which(null, null, null) : body;
    List<NodeName> nodes =
        which.nodes() == null ? List.of() : which.nodes().stream().map(NodeName::new).toList();
    return Answers.of(
        verifyBase.start(
            request.because(which.reason()), new BaseName(name), nodes, which.generation()));
  }

  @DeleteMapping("/copies/{node}")
  ResponseEntity<Object> disable(
      @PathVariable String name, @PathVariable String node, Request request) {
    return Answers.of(disableBase.start(request, new BaseName(name), new NodeName(node)));
  }

  @DeleteMapping
  ResponseEntity<Object> remove(@PathVariable String name, Request request) {
    return Answers.of(removeBase.start(request, new BaseName(name)));
  }
}
