package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Generation;
import dev.corral.base.Removing;
import dev.corral.clone.UnknownFiles;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Steps;
import dev.corral.node.Nodes;
import dev.corral.operation.power.Waking;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/disable-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class DisableBaseSteps {
  private final Bases bases;
  private final Copies copies;
  private final Removing removing;
  private final Nodes nodes;
  private final Waking waking;
  private final UnknownFiles unknownFiles;

  DisableBaseSteps(
      Bases bases,
      Copies copies,
      Removing removing,
      Nodes nodes,
      Waking waking,
      UnknownFiles unknownFiles) {
    this.unknownFiles = unknownFiles;
    this.bases = bases;
    this.copies = copies;
    this.removing = removing;
    this.nodes = nodes;
    this.waking = waking;
  }

  private static BaseName base(Run run) {
    return new BaseName(run.text("base"));
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  /** The one that goes; null: all of them. */
  private static Integer generation(Run run) {
    return run.text("generation") == null ? null : run.number("generation");
  }

  @Bean
  JavaDelegate wakeForRemoval(Steps steps) {
    return steps.until(run -> run.is("skip") || waking.awake(run, node(run)));
  }

  @Bean
  JavaDelegate removeImages(Steps steps) {
    return steps.step(
        run -> {
          Integer generation = generation(run);
          if (run.is("skip")) {
            String what = generation == null ? "base " : "generation " + generation + " of ";
            removing.leaveLater(
                base(run), generation, node(run), what + base(run) + " was removed");
            run.say("left as it is; removed as soon as " + node(run) + " answers");
            return;
          }
          refuseMainBeforeOthers(base(run), generation, node(run));
          if (generation == null) {
            int all = removing.ensureGone(base(run), node(run));
            run.say("no file of " + base(run) + " is left there, of " + all + " generation(s)");
          } else {
            refuseBackingOthers(base(run), generation, node(run));
            removing.ensureNoCopy(base(run), generation, node(run));
            run.say("no file of " + base(run) + " g" + generation + " is left there");
          }
        });
  }

  /** Other generations stay, and so may guests that Corral knows nothing of, or no more. */
  private void refuseBackingOthers(BaseName base, int generation, NodeName node) {
    List<String> images =
        bases.generation(base, generation).volumes().stream().map(Generation.Volume::file).toList();
    List<String> overlays = unknownFiles.overlaysOn(node, images);
    if (overlays.isEmpty()) return;
    throw Refused.conflict(
        "FILE_BACKS_OTHERS",
        "images of %s g%d on %s are what these are overlays on: %s"
            .formatted(base, generation, node, String.join(", ", overlays)),
        "if they are not needed, remove them (files without an owner: clean the node with orphans), then retry; if they are, cancel the removal");
  }

  /** The part of another node may have been cancelled: then the whole removal cannot go on. */
  private void refuseMainBeforeOthers(BaseName base, Integer generation, NodeName node) {
    if (!nodes.get(node).main()) return;
    List<String> others =
        bases.copies(base).stream()
            .filter(c -> generation == null || c.generation() == generation)
            .map(c -> c.node().value())
            .filter(n -> !n.equals(node.value()))
            .distinct()
            .toList();
    if (others.isEmpty()) return;
    throw Refused.conflict(
        "COPIES_LEFT",
        "it goes from the main node last, and is still on " + String.join(", ", others),
        "cancel this removal, then ask for it again");
  }

  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(DisableBase.KIND) || ended.state() != Operation.State.CANCELLED)
      return;
    copies.stay(
        new BaseName(ended.text("base")),
        (Integer) ended.values().get("generation"),
        new NodeName(ended.text("node")));
  }
}
