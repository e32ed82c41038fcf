package dev.corral.operation.base;

import dev.corral.base.CopyStates;
import dev.corral.base.Copying;
import dev.corral.base.Sending;
import dev.corral.engine.Operation;
import dev.corral.engine.OperationEnded;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.host.ImageFiles.Advance;
import dev.corral.node.Nodes;
import dev.corral.operation.power.Waking;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.stream.Collectors;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.event.EventListener;

/** The steps of processes/copy-base.bpmn. */
@Configuration(proxyBeanMethods = false)
class CopyBaseSteps {

  /** What remains after the last byte: summing, publishing. */
  private static final int SENT_PERCENT = 90;

  /** Who sends, and how fast, is judged by what has arrived since the last look. */
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(3);

  /** What one look leaves to the next. */
  private static final String AVOIDED = "avoided";

  private static final String FAILURES = "failures";
  private static final String LEFT = "left";

  /** Bytes that were there before this attempt. */
  private static final String HAD = "had";

  private final Copying copying;
  private final CopyStates copyStates;
  private final Nodes nodes;
  private final Waking waking;

  CopyBaseSteps(Copying copying, CopyStates copyStates, Nodes nodes, Waking waking) {
    this.nodes = nodes;
    this.waking = waking;
    this.copying = copying;
    this.copyStates = copyStates;
  }

  private static Copying.Way way(Run run) {
    return new Copying.Way(
        new BaseName(run.text("base")), run.number("generation"), new NodeName(run.text("node")));
  }

  /** Where the copy goes to; and the main node, if nobody else who is awake has it. */
  @Bean
  JavaDelegate wakeTarget(Steps steps) {
    return steps.until(
        run ->
            copying.hasSource(way(run))
                ? waking.awake(run, way(run).node())
                : waking.awake(run, way(run).node(), nodes.main().name()));
  }

  @Bean
  JavaDelegate checkRoom(Steps steps) {
    return steps.refusable(run -> run.say(copying.ensureRoom(way(run), run.operation())));
  }

  @Bean
  JavaDelegate sendImages(Steps steps) {
    return steps.until(
        run -> {
          if (run.fresh()) run.note(HAD, Long.toString(copying.arrived(way(run))));
          Sending sent = copying.send(way(run), before(run), run.fresh(), run.is("resent"));
          run.note(
              AVOIDED, String.join(",", sent.avoided().stream().map(NodeName::value).toList()));
          run.note(FAILURES, Integer.toString(sent.failures()));
          run.note(LEFT, sent.left());
          run.awaits(Signal.work(run.text("node")));
          run.lookWithin(BETWEEN_LOOKS);
          run.advance(sent.percent() * SENT_PERCENT / 100);
          run.say(words(run, sent));
          return sent.finished();
        });
  }

  private static Sending before(Run run) {
    if (run.fresh() || run.noted(AVOIDED) == null) return Sending.BEGINS;
    Set<NodeName> avoided =
        Arrays.stream(run.noted(AVOIDED).split(","))
            .filter(name -> !name.isEmpty())
            .map(NodeName::new)
            .collect(Collectors.toSet());
    return new Sending(
        false, 0, avoided, Integer.parseInt(run.noted(FAILURES)), run.noted(LEFT), "");
  }

  private String words(Run run, Sending sent) {
    String words =
        sent.finished() && sent.words().startsWith("from ")
            ? copying.sentBeyond(way(run), Long.parseLong(run.noted(HAD))) + ", " + sent.words()
            : sent.words();
    return sent.left().isEmpty() ? words : words + "; left: " + sent.left();
  }

  @Bean
  JavaDelegate sumImages(Steps steps) {
    return steps.until(
        run -> {
          Advance sums = copying.sum(way(run), run.fresh());
          run.awaits(Signal.work(run.text("node")));
          if (!sums.finished()) return false;
          boolean equal = copying.equal(way(run), sums);
          if (!equal && run.is("resent")) {
            throw Refused.conflict(
                "CHECKSUM_DIFFERS",
                "what arrived on "
                    + run.text("node")
                    + " twice had another sha256 than the manifest says",
                "test the node's disk and memory, or verify the base on the main node; then retry");
          }
          run.answer("equal", equal);
          run.answer("resent", !equal);
          run.say(
              equal
                  ? "sha256 as in the manifest"
                  : "sha256 differs: the differing parts are sent again");
          return true;
        });
  }

  @Bean
  JavaDelegate withdrawKey(Steps steps) {
    return steps.step(run -> copying.ensureKeyWithdrawn(way(run)));
  }

  @Bean
  JavaDelegate publishCopy(Steps steps) {
    return steps.step(run -> copying.ensurePublished(way(run)));
  }

  @EventListener
  void ended(OperationEnded ended) {
    if (!ended.kind().equals(CopyBase.KIND) || ended.state() != Operation.State.CANCELLED) return;
    copyStates.copyFailed(
        new BaseName(ended.text("base")),
        Integer.parseInt(ended.text("generation")),
        new NodeName(ended.text("node")),
        0,
        "the copy was cancelled");
  }
}
