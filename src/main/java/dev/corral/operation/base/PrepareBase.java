package dev.corral.operation.base;

import dev.corral.base.Bases;
import dev.corral.clone.Clone;
import dev.corral.clone.Clones;
import dev.corral.node.Nodes;
import dev.corral.operation.desk.Gate;
import dev.corral.operation.desk.Kind;
import dev.corral.operation.desk.Outcome;
import dev.corral.operation.desk.Request;
import dev.corral.shared.BaseName;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;
import org.springframework.stereotype.Component;

/** processes/prepare-base.bpmn: a domain on the main node becomes a new generation of a base. */
@Component
public class PrepareBase {
  static final String KIND = Kind.PREPARE_BASE.key();
  private static final Pattern LIBVIRT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._+-]{0,99}");
  private final Gate gate;
  private final Bases bases;
  private final Nodes nodes;
  private final Clones clones;
  private final BaseUse use;

  PrepareBase(Gate gate, Bases bases, Nodes nodes, Clones clones, BaseUse use) {
    this.gate = gate;
    this.bases = bases;
    this.nodes = nodes;
    this.clones = clones;
    this.use = use;
  }

  /** Makes a new base of that domain; the pool is {@code default} if null. */
  public Outcome start(Request request, String name, String domain, String pool) {
    return gate.pass(
        request,
        KIND,
        () -> {
          BaseName base = new BaseName(name);
          bases.addOrReplaceUnprepared(
              base,
              libvirtName("domain", domain),
              libvirtName("pool", pool == null ? "default" : pool));
          return next(request, base, true);
        });
  }

  /**
   * Makes the next generation of a base, of its own domain.
   *
   * @param release whether new clones get it as soon as it is ready; if not, it waits for a rollout
   */
  public Outcome startNext(Request request, BaseName base, boolean release) {
    return gate.pass(request, KIND, () -> next(request, bases.get(base).name(), release));
  }

  private Outcome next(Request request, BaseName base, boolean release) {
    String main = nodes.main().name().value();
    refuseCloneElsewhere(base);
    if (request.dryRun()) {
      return Outcome.planned(
          KIND,
          base.value(),
          Map.of(
              "node",
              main,
              "domain",
              bases.get(base).domain(),
              "pool",
              bases.get(base).pool(),
              "release",
              release));
    }
    use.refuseLeaving(base, List.of());
    int generation = bases.addGeneration(base);
    return gate.start(
        request,
        KIND,
        base.value(),
        Map.of(
            "base",
            base.value(),
            "generation",
            generation,
            "node",
            main,
            "heldBack",
            !release && bases.get(base).current() > 0));
  }

  /** A base can be made of a clone, too: it is complete in itself, and needs no parent. */
  void refuseCloneElsewhere(BaseName base) {
    Clone clone = clones.findNamed(bases.get(base).domain()).orElse(null);
    if (clone == null) return;
    NodeName main = nodes.main().name();
    if (!main.equals(clone.home()))
      throw Refused.conflict(
          "CLONE_ELSEWHERE",
          "%s lives on %s, and bases are made on the main node %s"
              .formatted(clone.name(), clone.home() == null ? "no node" : clone.home(), main),
          "move it to " + main + " first, then make a base of it");
    if (clone.state() == Clone.State.STOPPED) return;
    throw Refused.conflict(
            "CLONE_RUNS",
            clone.name() + " is " + clone.state().name().toLowerCase(Locale.ROOT) + " on " + main,
            "stop it first, then make a base of it")
        .with("clone", clone.name())
        .with("node", main);
  }

  private static String libvirtName(String what, String value) {
    if (value == null || !LIBVIRT_NAME.matcher(value).matches()) {
      throw Refused.invalid(
          "BAD_NAME",
          what + " name '" + value + "' is not allowed",
          "give the name of a " + what + " on the main node: letters, digits, . _ + -");
    }
    return value;
  }
}
