package dev.corral.operation.desk;

import java.time.Duration;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.stereotype.Component;

/** Deadlines that the configuration sets, for the models: {@code ${deadlines.wake()}}. */
@Component
public class Deadlines {
  /** Beyond the time after which a node takes firewall rules back, until it is given up. */
  static final Duration FIREWALL_GRACE = Duration.ofSeconds(60);

  private final Duration wake;
  private final Duration powerOff;
  private final Duration firewall;

  /** Reads the configuration. */
  public Deadlines(
      @Value("${corral.wake.deadline}") Duration wake,
      @Value("${corral.power-off.deadline}") Duration powerOff,
      @Value("${corral.firewall.patience}") Duration firewall) {
    this.wake = wake;
    this.powerOff = powerOff;
    this.firewall = firewall;
  }

  /** From the first magic packet until the node must be up, in ISO 8601. */
  public String wake() {
    return wake.toString();
  }

  /** From the command to switch off until the node must be silent, in ISO 8601. */
  public String powerOff() {
    return powerOff.toString();
  }

  /** From loading rules until Corral must have come in with them, in ISO 8601. */
  public String firewall() {
    return firewall.plus(FIREWALL_GRACE).toString();
  }
}
