package dev.corral.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.operation.clone.MoveClone;
import dev.corral.operation.clone.ProvisionClones;
import dev.corral.operation.clone.ProvisionClones.NewClones;
import dev.corral.operation.clone.RemoveClone;
import dev.corral.operation.clone.StartClone;
import dev.corral.operation.clone.StopClone;
import dev.corral.operation.desk.Request;
import dev.corral.placement.Decision;
import dev.corral.shared.CloneName;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The clones. */
@RestController
@RequestMapping("/api/v1/clones")
class ClonesController {
  private final Clones clones;
  private final ProvisionClones provisionClones;
  private final StartClone startClone;
  private final StopClone stopClone;
  private final RemoveClone removeClone;
  private final MoveClone moveClone;

  ClonesController(
      Clones clones,
      ProvisionClones provisionClones,
      StartClone startClone,
      StopClone stopClone,
      RemoveClone removeClone,
      MoveClone moveClone) {
    this.moveClone = moveClone;
    this.startClone = startClone;
    this.stopClone = stopClone;
    this.removeClone = removeClone;
    this.clones = clones;
    this.provisionClones = provisionClones;
  }

  /** A clone as programs see it. */
  record CloneView(
      String name,
      String base,
      int generation,
      String owner,
      @JsonProperty("volatile") boolean isVolatile,
      long memory,
      String state,
      String node,
      String id,
      Instant createdAt) {
    static CloneView of(Clone c) {
      return new CloneView(
          c.name().value(),
          c.base().value(),
          c.generation(),
          c.owner(),
          c.isVolatile(),
          c.memory(),
          c.state().name(),
          c.home() == null ? null : c.home().value(),
          c.id() == null ? null : c.id().toString(),
          c.createdAt());
    }
  }

  @GetMapping
  Page<CloneView> list(
      @RequestParam(required = false) String base,
      @RequestParam(required = false) String node,
      @RequestParam(required = false) String owner,
      @RequestParam(required = false) String state,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "100") int size) {
    var filter = new Clones.Filter(base, node, owner, state);
    int offset = Page.offset(page, Page.size(size));
    return new Page<>(
        clones.list(filter, offset, size).stream().map(CloneView::of).toList(),
        page,
        size,
        clones.count(filter));
  }

  @GetMapping("/{name}")
  CloneView get(@PathVariable String name) {
    return CloneView.of(clones.get(new CloneName(name)));
  }

  /** Why this node, and why not each other. */
  record PlacementView(
      @JsonProperty("clone") String cloneName,
      String node,
      String why,
      List<Decision.Verdict> verdicts) {}

  @GetMapping("/{name}/placement")
  PlacementView placement(@PathVariable String name) {
    Decision decision = clones.get(new CloneName(name)).decision();
    return new PlacementView(name, decision.node(), decision.words(), decision.verdicts());
  }

  @PostMapping("/{name}/start")
  ResponseEntity<Object> start(
      @PathVariable String name, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(startClone.start(request.because(Reason.of(body)), new CloneName(name)));
  }

  /** How long to wait, in seconds; whether to switch it off then; why. */
  record Stop(Integer deadline, boolean force, String reason) {}

  @PostMapping("/{name}/stop")
  ResponseEntity<Object> stop(
      @PathVariable String name, @RequestBody(required = false) Stop body, Request request) {
    Stop stop = body == null ? new Stop(null, false, null) : body;
    return Answers.of(
        stopClone.start(
            request.because(stop.reason()), new CloneName(name), stop.deadline(), stop.force()));
  }

  /**
   * Where to (the best node if null), live or not (live if it can be, if null), seconds that the
   * guest has to shut down if it must, and why.
   */
  record Move(String node, Boolean live, Integer deadline, String reason) {}

  @PostMapping("/{name}/move")
  ResponseEntity<Object> move(
      @PathVariable String name, @RequestBody(required = false) Move body, Request request) {
    Move move = body == null ? new Move(null, null, null, null) : body;
    return Answers.of(
        moveClone.start(
            request.because(move.reason()),
            new CloneName(name),
            new MoveClone.Wish(move.node(), move.live(), move.deadline())));
  }

  @DeleteMapping("/{name}")
  ResponseEntity<Object> remove(
      @PathVariable String name,
      @RequestParam(defaultValue = "false") boolean force,
      Request request) {
    return Answers.of(removeClone.start(request, new CloneName(name), force));
  }

  /** New clones, and why. */
  record NewClonesBody(
      String base,
      Integer count,
      String name,
      String owner,
      @JsonProperty("volatile") Boolean isVolatile,
      Boolean start,
      Long memory,
      String reason) {
    NewClones clones() {
      return new NewClones(base, count, name, owner, isVolatile, start, memory);
    }
  }

  @PostMapping
  ResponseEntity<Object> provision(@RequestBody NewClonesBody body, Request request) {
    return Answers.of(provisionClones.start(request.because(body.reason()), body.clones()));
  }
}
