package dev.corral.operation.desk;

import static dev.corral.shared.Role.ADMIN;
import static dev.corral.shared.Role.OPERATOR;

import dev.corral.shared.Role;
import java.util.Arrays;
import java.util.Locale;

/**
 * The kinds of operations, one for each model: the role that starting one needs, and whether it can
 * do without what it waits for.
 */
public enum Kind {
  ACTIVATE_NODE(OPERATOR),
  BRING_BACK_CLONE(OPERATOR),
  CHANGE_POLICY(ADMIN),
  /** With more than the usual cleaning: ADMIN. */
  CLEAN_NODE(OPERATOR),
  CONFIRM_OFF(ADMIN),
  COPY_BASE(ADMIN),
  CORDON_NODE(OPERATOR),
  DISABLE_BASE(ADMIN, Skip.UNLESS_ON_MAIN_NODE),
  DRAIN_GUEST(OPERATOR, Skip.YES),
  /** With a power-off at its end: ADMIN. */
  DRAIN_NODE(OPERATOR),
  ENABLE_BASE(ADMIN),
  FIREWALL_NODE(ADMIN),
  MOVE_CLONE(OPERATOR),
  ONBOARD_NODE(ADMIN),
  POWER_OFF_NODE(ADMIN),
  PREPARE_BASE(ADMIN),
  PROVISION_CLONE(OPERATOR),
  PROVISION_CLONES(OPERATOR),
  PRUNE_BASE(ADMIN),
  REBASE_CLONE(OPERATOR),
  RECOVER_NODE(ADMIN),
  REMOVE_BASE(ADMIN),
  REMOVE_CLONE(OPERATOR),
  RESTORE_NODE(OPERATOR),
  RETIRE_NODE(ADMIN),
  ROLLBACK_BASE(ADMIN),
  ROLLOUT_BASE(ADMIN),
  START_CLONE(OPERATOR),
  STOP_CLONE(OPERATOR),
  TRY_BASE(ADMIN),
  VERIFY_BASE(ADMIN),
  VERIFY_COPY(ADMIN),
  WAKE_NODE(OPERATOR);

  /** Whether a person may let an operation go on without what it waits for. */
  public enum Skip {
    NO,
    YES,
    /** The main node keeps the only copy that nobody else can give: nothing is left out there. */
    UNLESS_ON_MAIN_NODE
  }

  private final Role role;
  private final Skip skippable;

  Kind(Role role) {
    this(role, Skip.NO);
  }

  Kind(Role role, Skip skippable) {
    this.role = role;
    this.skippable = skippable;
  }

  /** The id of its process: {@code drain-node}. */
  public String key() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The role that starting one needs, unless what is asked of it needs more. */
  public Role role() {
    return role;
  }

  /** Whether it can do without what it waits for. */
  public Skip skippable() {
    return skippable;
  }

  /** The kind of that key. Throws IllegalArgumentException: each process has one. */
  public static Kind of(String key) {
    return Arrays.stream(values())
        .filter(k -> k.key().equals(key))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no kind of operation: " + key));
  }
}
