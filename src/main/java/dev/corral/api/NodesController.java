package dev.corral.api;

import dev.corral.node.Finding;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.node.Onboarding;
import dev.corral.operation.desk.Request;
import dev.corral.operation.node.ActivateNode;
import dev.corral.operation.node.CleanNode;
import dev.corral.operation.node.ConfirmOff;
import dev.corral.operation.node.CordonNode;
import dev.corral.operation.node.NewNode;
import dev.corral.operation.node.OnboardNode;
import dev.corral.operation.node.OnboardNode.Changes;
import dev.corral.operation.power.PowerOffNode;
import dev.corral.operation.power.WakeNode;
import dev.corral.shared.NodeName;
import dev.corral.shared.Pool;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PatchMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** The hosts. */
@RestController
@RequestMapping("/api/v1/nodes")
class NodesController {
  private final Nodes nodes;
  private final Onboarding onboarding;
  private final OnboardNode onboardNode;
  private final WakeNode wakeNode;
  private final CordonNode cordonNode;
  private final ActivateNode activateNode;
  private final PowerOffNode powerOffNode;
  private final ConfirmOff confirmOff;
  private final CleanNode cleanNode;

  NodesController(
      Nodes nodes,
      Onboarding onboarding,
      OnboardNode onboardNode,
      WakeNode wakeNode,
      CordonNode cordonNode,
      ActivateNode activateNode,
      PowerOffNode powerOffNode,
      ConfirmOff confirmOff,
      CleanNode cleanNode) {
    this.cleanNode = cleanNode;
    this.confirmOff = confirmOff;
    this.wakeNode = wakeNode;
    this.cordonNode = cordonNode;
    this.activateNode = activateNode;
    this.powerOffNode = powerOffNode;
    this.nodes = nodes;
    this.onboarding = onboarding;
    this.onboardNode = onboardNode;
  }

  /** A node as programs see it. */
  record NodeView(
      String name,
      String address,
      int sshPort,
      String user,
      boolean main,
      boolean admitted,
      String availability,
      String health,
      String evidence,
      Instant seenAt,
      String hostKeyFingerprint,
      String macAddress,
      Map<String, String> labels,
      Integer guests,
      Long memory,
      Long memoryAvailable,
      Double load,
      List<Pool> pools,
      Object facts,
      List<Finding> findings) {
    static NodeView of(Node n) {
      var v = n.vitals();
      return new NodeView(
          n.name().value(),
          n.address(),
          n.sshPort(),
          n.user(),
          n.main(),
          n.admitted(),
          n.availability().name(),
          n.health().name(),
          n.evidence(),
          n.seenAt(),
          n.confirmedFingerprint(),
          n.mac(),
          n.labels(),
          v == null ? null : v.running().size(),
          v == null ? null : v.memory(),
          v == null ? null : v.available(),
          v == null ? null : v.load(),
          v == null ? null : v.pools(),
          n.facts(),
          n.findings());
    }
  }

  @GetMapping
  Page<NodeView> list(
      @RequestParam(defaultValue = "0") int page, @RequestParam(defaultValue = "200") int size) {
    return Page.of(nodes.list().stream().map(NodeView::of).toList(), page, size);
  }

  @GetMapping("/{name}")
  NodeView get(@PathVariable String name) {
    return NodeView.of(nodes.get(new NodeName(name)));
  }

  @GetMapping("/{name}/preflight")
  List<Finding> preflight(@PathVariable String name) {
    return onboarding.preflight(new NodeName(name));
  }

  /** What is changed, and why. What is left out stays as it is. */
  record ChangesBody(
      String address,
      Integer sshPort,
      String hostKeyFingerprint,
      String password,
      String macAddress,
      Map<String, String> labels,
      String reason) {
    Changes changes() {
      return new Changes(address, sshPort, hostKeyFingerprint, password, macAddress, labels);
    }

    @Override
    public String toString() {
      return "ChangesBody[" + address + "]";
    }
  }

  @PatchMapping("/{name}")
  ResponseEntity<Object> change(
      @PathVariable String name, @RequestBody ChangesBody body, Request request) {
    return Answers.of(
        onboardNode.again(request.because(body.reason()), new NodeName(name), body.changes()));
  }

  @PostMapping("/{name}/wake")
  ResponseEntity<Object> wake(
      @PathVariable String name, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(wakeNode.start(request.because(Reason.of(body)), new NodeName(name)));
  }

  @PostMapping("/{name}/cordon")
  ResponseEntity<Object> cordon(
      @PathVariable String name, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(cordonNode.start(request.because(Reason.of(body)), new NodeName(name)));
  }

  @PostMapping("/{name}/activate")
  ResponseEntity<Object> activate(
      @PathVariable String name, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(activateNode.start(request.because(Reason.of(body)), new NodeName(name)));
  }

  @PostMapping("/{name}/power-off")
  ResponseEntity<Object> powerOff(
      @PathVariable String name, @RequestBody(required = false) Reason body, Request request) {
    return Answers.of(powerOffNode.start(request.because(Reason.of(body)), new NodeName(name)));
  }

  /**
   * Whether its persistent clones shall be made anew elsewhere, and how one knows that it is off.
   */
  record OffBody(boolean startElsewhere, String reason) {}

  @PostMapping("/{name}/confirm-off")
  ResponseEntity<Object> confirmOff(
      @PathVariable String name, @RequestBody OffBody body, Request request) {
    return Answers.of(
        confirmOff.start(
            request.because(body.reason()), new NodeName(name), body.startElsewhere()));
  }

  /**
   * What goes beside what is known to be left: disks that are kept for a person, unknown files by
   * their paths, all orphans; and why.
   */
  record CleanBody(boolean keptDisks, List<String> files, boolean orphans, String reason) {}

  @PostMapping("/{name}/clean")
  ResponseEntity<Object> clean(
      @PathVariable String name, @RequestBody(required = false) CleanBody body, Request request) {
    CleanBody wish = body == null ? new CleanBody(false, null, false, null) : body;
    return Answers.of(
        cleanNode.start(
            request.because(wish.reason()),
            new NodeName(name),
            new CleanNode.Wish(wish.keptDisks(), wish.files(), wish.orphans())));
  }

  /** A new node, and why. */
  record NewNodeBody(
      String name,
      String address,
      Integer sshPort,
      String user,
      String hostKeyFingerprint,
      String password,
      Boolean main,
      String macAddress,
      Boolean installPackages,
      Boolean proveWake,
      String firewall,
      Map<String, String> labels,
      String reason) {
    NewNode node() {
      return new NewNode(
          name,
          address,
          sshPort,
          user,
          hostKeyFingerprint,
          password,
          main,
          macAddress,
          labels,
          new NewNode.Extras(installPackages, proveWake, firewall));
    }

    @Override
    public String toString() {
      return "NewNodeBody[" + name + "]";
    }
  }

  @PostMapping
  ResponseEntity<Object> add(@RequestBody NewNodeBody body, Request request) {
    return Answers.of(onboardNode.start(request.because(body.reason()), body.node()));
  }
}
