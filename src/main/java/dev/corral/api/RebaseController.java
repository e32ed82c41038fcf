package dev.corral.api;

import dev.corral.operation.clone.RebaseClone;
import dev.corral.operation.desk.Request;
import dev.corral.shared.CloneName;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Puts clones onto other generations of their bases. */
@RestController
@RequestMapping("/api/v1/clones/{name}/rebase")
class RebaseController {
  private final RebaseClone rebaseClone;

  RebaseController(RebaseClone rebaseClone) {
    this.rebaseClone = rebaseClone;
  }

  /**
   * The generation (the newest that new clones get on its node, if null), whether what the guest
   * has written is given up, and why.
   */
  record Rebase(Integer generation, boolean discard, String reason) {}

  @PostMapping
  ResponseEntity<Object> rebase(
      @PathVariable String name, @RequestBody(required = false) Rebase body, Request request) {
    Rebase wanted = body == null ? new Rebase(null, false, null) : body;
    return Answers.of(
        rebaseClone.start(
            request.because(wanted.reason()),
            new CloneName(name),
            wanted.generation(),
            wanted.discard()));
  }
}
