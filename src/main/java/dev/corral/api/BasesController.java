package dev.corral.api;

import dev.corral.base.Base;
import dev.corral.base.Bases;
import dev.corral.base.Copy;
import dev.corral.base.Generation;
import dev.corral.clone.CloneList;
import dev.corral.operation.base.EnableBase;
import dev.corral.operation.base.PrepareBase;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The bases and their copies. */
@RestController
@RequestMapping("/api/v1/bases")
class BasesController {
  private final Bases bases;
  private final CloneList clones;
  private final PrepareBase prepareBase;
  private final EnableBase enableBase;

  BasesController(Bases bases, CloneList clones, PrepareBase prepareBase, EnableBase enableBase) {
    this.bases = bases;
    this.clones = clones;
    this.prepareBase = prepareBase;
    this.enableBase = enableBase;
  }

  /** A generation as programs see it, and how many clones are on it. */
  record GenerationView(
      int generation, String state, long size, int clones, List<Generation.Volume> volumes) {}

  /**
   * A base as programs see it: its newest generation that is ready, and the one that new clones
   * get; 0 if there is none yet.
   */
  record BaseView(
      String name,
      String domain,
      String pool,
      int generation,
      int current,
      List<GenerationView> generations) {}

  /** A copy as programs see it; rate: bytes per second that come from that node just now. */
  record CopyView(
      String base,
      int generation,
      String node,
      String state,
      int percent,
      String detail,
      Instant verifiedAt,
      String from,
      long rate) {
    static CopyView of(Copy c) {
      return new CopyView(
          c.base().value(),
          c.generation(),
          c.node().value(),
          c.state().name(),
          c.percent(),
          c.detail(),
          c.verifiedAt(),
          c.from() == null ? null : c.from().value(),
          Math.max(0, c.rate()));
    }
  }

  private BaseView view(Base b) {
    Map<Integer, Integer> using = clones.byGeneration(b.name());
    List<GenerationView> generations =
        bases.generations(b.name()).stream().map(g -> view(g, using)).toList();
    return new BaseView(
        b.name().value(), b.domain(), b.pool(), b.generation(), b.current(), generations);
  }

  private static GenerationView view(Generation g, Map<Integer, Integer> using) {
    return new GenerationView(
        g.number(), g.state().name(), g.size(), using.getOrDefault(g.number(), 0), g.volumes());
  }

  @GetMapping
  Page<BaseView> list(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "200") int size) {
    return Page.of(bases.list().stream().map(this::view).toList(), page, size);
  }

  @GetMapping("/{name}")
  BaseView get(@PathVariable String name) {
    return view(bases.get(new BaseName(name)));
  }

  /** A new base of a domain on the main node; pool: {@code default} if it is not given. */
  record NewBase(String name, String domain, String pool, String reason) {}

  @PostMapping
  ResponseEntity<Object> prepare(@RequestBody NewBase body, Request request) {
    return Answers.of(
        prepareBase.start(request.because(body.reason()), body.name(), body.domain(), body.pool()));
  }

  /** Whether new clones get it as soon as it is ready (if not given), and why it is made. */
  record NewGeneration(Boolean release, String reason) {}

  @PostMapping("/{name}/generations")
  ResponseEntity<Object> prepareNext(
      @PathVariable String name,
      @RequestBody(required = false) NewGeneration body,
      Request request) {
    return Answers.of(
        prepareBase.startNext(
            request.because(body == null ? null : body.reason()),
            new BaseName(name),
            body == null || body.release() == null || body.release()));
  }

  @GetMapping("/{name}/copies")
  Page<CopyView> copies(
      @PathVariable String name,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "1000") int size) {
    BaseName base = bases.get(new BaseName(name)).name();
    return Page.of(bases.copies(base).stream().map(CopyView::of).toList(), page, size);
  }

  /** The nodes that shall have it. */
  record ToNodes(List<String> nodes, String reason) {}

  @PutMapping("/{name}/copies")
  ResponseEntity<Object> enable(
      @PathVariable String name, @RequestBody ToNodes body, Request request) {
    List<NodeName> nodes =
        body.nodes() == null ? List.of() : body.nodes().stream().map(NodeName::new).toList();
    return Answers.of(enableBase.start(request.because(body.reason()), new BaseName(name), nodes));
  }

  @PutMapping("/{name}/copies/{node}")
  ResponseEntity<Object> enableOn(
      @PathVariable String name,
      @PathVariable String node,
      @RequestBody(required = false) Reason body,
      Request request) {
    return Answers.of(
        enableBase.start(
            request.because(Reason.of(body)), new BaseName(name), List.of(new NodeName(node))));
  }
}
