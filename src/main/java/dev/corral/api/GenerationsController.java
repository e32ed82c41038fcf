package dev.corral.api;

import dev.corral.operation.base.PruneBase;
import dev.corral.operation.base.RollbackBase;
import dev.corral.operation.base.RolloutBase;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Which generation of a base new clones get, and how old ones go. */
@RestController
@RequestMapping("/api/v1/bases/{name}")
class GenerationsController {
  private final RolloutBase rolloutBase;
  private final RollbackBase rollbackBase;
  private final PruneBase pruneBase;

  GenerationsController(RolloutBase rolloutBase, RollbackBase rollbackBase, PruneBase pruneBase) {
    this.rolloutBase = rolloutBase;
    this.rollbackBase = rollbackBase;
    this.pruneBase = pruneBase;
  }

  /**
   * The generation (the newest if null), the nodes of the first wave (the main node if null), in
   * how many waves the others follow (1 if null), and why.
   */
  record Rollout(Integer generation, List<String> canary, Integer waves, String reason) {
    RolloutBase.Wish wish() {
      List<NodeName> first =
          canary == null ? List.of() : canary.stream().map(NodeName::new).toList();
      return new RolloutBase.Wish(generation, first, waves);
    }
  }

  @PostMapping("/rollout")
  ResponseEntity<Object> rollout(
      @PathVariable String name, @RequestBody(required = false) Rollout body, Request request) {
    Rollout wanted = body == null ? new Rollout(null, null, null, null) : body;
    return Answers.of(
        rolloutBase.start(request.because(wanted.reason()), new BaseName(name), wanted.wish()));
  }

  /** The generation that new clones shall get, and why. */
  record Rollback(Integer generation, String reason) {}

  @PostMapping("/rollback")
  ResponseEntity<Object> rollback(
      @PathVariable String name, @RequestBody Rollback body, Request request) {
    if (body.generation() == null)
      throw Refused.invalid(
          "NO_GENERATION", "no generation is named", "give the number of the generation to go to");
    return Answers.of(
        rollbackBase.start(request.because(body.reason()), new BaseName(name), body.generation()));
  }

  @DeleteMapping("/generations/{generation}")
  ResponseEntity<Object> prune(
      @PathVariable String name, @PathVariable int generation, Request request) {
    return Answers.of(pruneBase.start(request, new BaseName(name), generation));
  }
}
