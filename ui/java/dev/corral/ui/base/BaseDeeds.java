package dev.corral.ui.base;

import dev.corral.operation.DisableBase;
import dev.corral.operation.EnableBase;
import dev.corral.operation.PrepareBase;
import dev.corral.operation.PruneBase;
import dev.corral.operation.RemoveBase;
import dev.corral.operation.RollbackBase;
import dev.corral.operation.RolloutBase;
import dev.corral.operation.VerifyBase;
import org.springframework.stereotype.Component;

/** What can be done with bases. */
@Component
record BaseDeeds(
    PrepareBase prepare,
    EnableBase enable,
    DisableBase disable,
    VerifyBase verify,
    RemoveBase remove,
    RolloutBase rollout,
    RollbackBase rollback,
    PruneBase prune) {}
