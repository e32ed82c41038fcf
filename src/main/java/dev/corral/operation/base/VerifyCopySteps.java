package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.base.Copies;
import dev.corral.base.Copy;
import dev.corral.base.Verifying;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.engine.Operations;
import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Health;
import dev.corral.node.Node;
import dev.corral.node.Nodes;
import dev.corral.operation.power.Waking;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/verify-copy.bpmn. */
@Configuration(proxyBeanMethods = false)
class VerifyCopySteps {
  private static final int MOST = 10_000;
  private final Bases bases;
  private final Copies copies;
  private final Verifying verifying;
  private final Nodes nodes;
  private final Clones clones;
  private final Operations operations;
  private final Waking waking;
  private final Clock clock;

  VerifyCopySteps(
      Bases bases,
      Copies copies,
      Verifying verifying,
      Nodes nodes,
      Clones clones,
      Operations operations,
      Waking waking,
      Clock clock) {
    this.bases = bases;
    this.copies = copies;
    this.verifying = verifying;
    this.nodes = nodes;
    this.clones = clones;
    this.operations = operations;
    this.waking = waking;
    this.clock = clock;
  }

  private static BaseName base(Run run) {
    return new BaseName(run.text("base"));
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  private Optional<Copy> copy(Run run) {
    return bases.copy(base(run), run.number("generation"), node(run));
  }

  @Bean
  JavaDelegate wakeHolder(Steps steps) {
    return steps.until(run -> !run.is("wake") || waking.awake(run, node(run)));
  }

  @Bean
  JavaDelegate sumCopy(Steps steps) {
    return steps.until(
        run -> {
          Optional<Copy> copy = copy(run).filter(VerifyCopy::mayBeVerified);
          if (copy.isEmpty()) return leftOut(run, "it is no copy any more that could be cloned");
          if (!run.is("wake") && Waking.sleeps(nodes.get(node(run))))
            return leftOut(run, node(run) + " sleeps");
          run.awaits(Signal.work(run.text("node")));
          Optional<List<String>> differences = verifying.differences(copy.get(), run.fresh());
          differences.ifPresent(found -> judge(run, copy.get(), String.join("; ", found)));
          return differences.isPresent();
        });
  }

  private static boolean leftOut(Run run, String why) {
    run.answer("found", "NOTHING");
    run.say("left out: " + why);
    return true;
  }

  private void judge(Run run, Copy copy, String differences) {
    boolean equal = differences.isEmpty();
    boolean judged =
        equal
            ? copies.good(copy.base(), copy.generation(), copy.node(), clock.instant())
            : copies.bad(copy.base(), copy.generation(), copy.node(), differences);
    if (!judged) {
      leftOut(run, "it is no copy any more that could be cloned");
      return;
    }
    run.answer("found", equal ? "EQUAL" : "DIFFERENT");
    run.say(equal ? "size and sha256 as in the manifest" : differences + readers(copy));
  }

  /** Healing gives the file's name to a new file; who has the old one open goes on with that. */
  private String readers(Copy copy) {
    List<String> running =
        clones
            .list(
                new Clones.Filter(
                    copy.base().value(), copy.node().value(), null, Clone.State.RUNNING.name()),
                0,
                MOST)
            .stream()
            .filter(c -> c.generation() == copy.generation())
            .map(c -> c.name().value())
            .toList();
    return running.isEmpty()
        ? ""
        : "; until they are stopped and started, these clones read it as it is: "
            + String.join(", ", running);
  }

  @Bean
  JavaDelegate findSource(Steps steps) {
    return steps.step(
        run -> {
          String way = CopyBase.subject(base(run), run.number("generation"), node(run));
          if (operations.isOpen(CopyBase.KIND, way))
            throw Refused.conflict(
                "OPERATION_RUNNING",
                "copy-base " + way + " has not ended yet",
                "wait for it, or cancel it; then retry this one");
          List<Copy> good =
              bases.copies(base(run)).stream()
                  .filter(c -> c.generation() == run.number("generation"))
                  .filter(c -> c.state() == Copy.State.READY)
                  .toList();
          List<String> answering =
              good.stream()
                  .map(c -> nodes.get(c.node()))
                  .filter(n -> n.health() == Health.UP || Waking.sleeps(n))
                  .map(n -> n.name().value())
                  .toList();
          if (answering.isEmpty()) throw noGoodCopy(run, good);
          run.say("can be healed from " + String.join(", ", answering));
        });
  }

  private Refused noGoodCopy(Run run, List<Copy> good) {
    String silent =
        good.stream()
            .map(c -> nodes.get(c.node()))
            .map(Node::name)
            .map(NodeName::value)
            .collect(java.util.stream.Collectors.joining(", "));
    return Refused.conflict(
        "NO_GOOD_COPY",
        "the copy of %s g%d on %s is bad, and %s"
            .formatted(
                base(run),
                run.number("generation"),
                node(run),
                silent.isEmpty()
                    ? "there is no good one on any other node"
                    : "those who have a good one do not answer: " + silent),
        silent.isEmpty()
            ? "put a good file in its place there (of a backup; the base tells its sha256), cancel this, and verify that node by name; or make a new generation of the base"
            : "see to one of these nodes, then retry");
  }

  @Bean
  JavaDelegate confirmHealed(Steps steps) {
    return steps.step(
        run -> {
          Copy copy = copy(run).orElseThrow();
          if (copy.state() == Copy.State.READY) return;
          throw Refused.conflict(
              "NOT_HEALED",
              "the copy on " + node(run) + " could not be healed: " + copy.detail(),
              "fix the cause, enable the base there again, then retry this");
        });
  }
}
