package dev.corral.ui.node;

import dev.corral.operation.ActivateNode;
import dev.corral.operation.ConfirmOff;
import dev.corral.operation.CordonNode;
import dev.corral.operation.DrainNode;
import dev.corral.operation.OnboardNode;
import dev.corral.operation.PowerOffNode;
import dev.corral.operation.RestoreNode;
import dev.corral.operation.RetireNode;
import dev.corral.operation.WakeNode;
import org.springframework.stereotype.Component;

/** What can be done with a node. */
@Component
record NodeDeeds(
    WakeNode wake,
    CordonNode cordon,
    ActivateNode activate,
    PowerOffNode powerOff,
    DrainNode drain,
    RestoreNode restore,
    RetireNode retire,
    ConfirmOff confirmOff,
    OnboardNode onboard) {}
