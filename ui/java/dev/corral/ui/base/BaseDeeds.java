package dev.corral.ui.base;

import dev.corral.operation.base.DisableBase;
import dev.corral.operation.base.EnableBase;
import dev.corral.operation.base.PrepareBase;
import dev.corral.operation.base.PruneBase;
import dev.corral.operation.base.RemoveBase;
import dev.corral.operation.base.RollbackBase;
import dev.corral.operation.base.RolloutBase;
import dev.corral.operation.base.VerifyBase;
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
