package dev.corral.operation.power;

import dev.corral.engine.Run;
import dev.corral.engine.Signal;
import dev.corral.engine.Steps;
import dev.corral.node.Power;
import dev.corral.placement.Claims;
import dev.corral.shared.NodeName;
import dev.corral.shared.Refused;
import java.time.Duration;
import java.util.List;
import org.camunda.bpm.engine.delegate.JavaDelegate;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

/** The steps of processes/power-off-node.bpmn. */
@Configuration(proxyBeanMethods = false)
class PowerOffNodeSteps {
  private static final String SILENT = "silent";
  private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
  private final Power power;
  private final Claims claims;
  private final Duration patience;

  PowerOffNodeSteps(
      Power power, Claims claims, @Value("${corral.power-off.deadline}") Duration patience) {
    this.power = power;
    this.claims = claims;
    this.patience = patience;
  }

  private static NodeName node(Run run) {
    return new NodeName(run.text("node"));
  }

  /**
   * While this operation is open, whoever decides about places leaves the node out; a decision made
   * before it began has left its claim.
   */
  @Bean
  JavaDelegate keepClonesAway(Steps steps) {
    return steps.step(
        run -> {
          claims.decideAlone();
          ensureNoneComes(node(run));
        });
  }

  private void ensureNoneComes(NodeName node) {
    List<String> coming =
        claims.open().getOrDefault(node.value(), List.of()).stream()
            .filter(c -> c.state() == Claims.State.HELD || c.arriving())
            .map(Claims.Claim::cloneName)
            .sorted()
            .toList();
    if (coming.isEmpty()) return;
    throw Refused.conflict(
        "CLONES_COMING",
        coming.size() + " clones are just coming to " + node + ": " + String.join(", ", coming),
        "wait until they are there, move them away, then retry");
  }

  @Bean
  JavaDelegate switchOff(Steps steps) {
    return steps.step(
        run -> {
          ensureNoneComes(node(run));
          power.ensureSwitchingOff(node(run));
        });
  }

  @Bean
  JavaDelegate awaitSilence(Steps steps) {
    return steps.until(this::silent);
  }

  /** Silent twice, a second apart: one packet that was lost proves nothing. */
  private boolean silent(Run run) {
    boolean silent = power.silent(node(run));
    boolean before = run.noted(SILENT) != null;
    run.note(SILENT, silent ? "true" : null);
    run.say(silent ? "asks once more" : "waits until nothing there answers");
    run.lookWithin(BETWEEN_LOOKS);
    run.awaits(Signal.node(run.text("node")));
    if (silent && before && run.resumed()) {
      run.say("nothing there answers");
      return true;
    }
    return false;
  }

  /** It did not go off by the deadline; whoever retries switches it off again. */
  @Bean
  JavaDelegate reportStillOn(Steps steps) {
    return steps.askPerson(
        run ->
            power.silent(node(run))
                ? null
                : Refused.conflict(
                    "STILL_ON",
                    node(run)
                        + " still answers, "
                        + patience.toSeconds()
                        + " s after it was told to switch off",
                    "look at its console; switch it off there, then retry"));
  }
}
