package dev.corral.api;

import com.fasterxml.jackson.annotation.JsonProperty;
import dev.corral.node.Nodes;
import dev.corral.operation.clone.BringBackClone;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.CleanNode;
import dev.corral.shared.CloneName;
import dev.corral.shared.NodeName;
import dev.corral.storage.AsideItem;
import dev.corral.storage.AsideItems;
import java.time.Instant;
import java.util.List;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** What is set aside on nodes, by node or by clone, also of clones that were removed. */
@RestController
@RequestMapping("/api/v1")
class AsideController {
  private final Nodes nodes;
  private final AsideItems items;
  private final CleanNode cleanNode;
  private final BringBackClone bringBackClone;

  AsideController(
      Nodes nodes, AsideItems items, CleanNode cleanNode, BringBackClone bringBackClone) {
    this.bringBackClone = bringBackClone;
    this.nodes = nodes;
    this.items = items;
    this.cleanNode = cleanNode;
  }

  /**
   * Files of one guest that left their place together.
   *
   * @param superseded whether a newer disk is known elsewhere: then they go early where room is
   *     needed
   * @param base that the clone was made of; null if an earlier version set it aside
   */
  record AsideView(
      String id,
      String node,
      @JsonProperty("clone") String cloneName,
      String pool,
      List<String> files,
      long bytes,
      String why,
      String operation,
      boolean superseded,
      Instant since,
      String base,
      Integer generation) {
    static AsideView of(AsideItem i) {
      return new AsideView(
          i.id(),
          i.node().value(),
          i.cloneName(),
          i.pool(),
          i.files(),
          i.bytes(),
          i.why(),
          i.operation(),
          i.superseded(),
          i.since(),
          i.origin() == null ? null : i.origin().base().value(),
          i.origin() == null ? null : i.origin().generation());
    }
  }

  @GetMapping("/nodes/{name}/aside")
  Page<AsideView> onNode(
      @PathVariable String name,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "100") int size) {
    return page(items.on(nodes.get(new NodeName(name)).name()), page, size);
  }

  /** Ids of the items to delete now, and the reason. */
  record PurgeBody(List<String> ids, String reason) {}

  @PostMapping("/nodes/{name}/aside/purge")
  ResponseEntity<Object> purge(
      @PathVariable String name, @RequestBody PurgeBody body, Request request) {
    return Answers.of(
        cleanNode.start(
            request.because(body.reason()),
            new NodeName(name),
            new CleanNode.Wish(false, null, false, body.ids())));
  }

  @GetMapping("/clones/{name}/aside")
  Page<AsideView> ofClone(
      @PathVariable String name,
      @RequestParam(defaultValue = "0") int page,
      @RequestParam(defaultValue = "100") int size) {
    return page(items.of(new CloneName(name)), page, size);
  }

  /** Which of them (the newest that is not superseded, if null), and why. */
  record BringBackBody(String id, String reason) {}

  /** A removed clone is there again, with its data; it is off then. */
  @PostMapping("/clones/{name}/aside/bring-back")
  ResponseEntity<Object> bringBack(
      @PathVariable String name,
      @RequestBody(required = false) BringBackBody body,
      Request request) {
    BringBackBody wanted = body == null ? new BringBackBody(null, null) : body;
    return Answers.of(
        bringBackClone.start(request.because(wanted.reason()), new CloneName(name), wanted.id()));
  }

  private static Page<AsideView> page(List<AsideItem> all, int page, int size) {
    List<AsideView> some =
        all.stream()
            .skip(Page.offset(page, Page.size(size)))
            .limit(size)
            .map(AsideView::of)
            .toList();
    return new Page<>(some, page, size, all.size());
  }
}
