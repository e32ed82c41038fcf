package dev.corral.ui.node;

import dev.corral.operation.node.ActivateNode;
import dev.corral.operation.node.ConfirmOff;
import dev.corral.operation.node.CordonNode;
import dev.corral.operation.node.DrainNode;
import dev.corral.operation.node.OnboardNode;
import dev.corral.operation.node.RestoreNode;
import dev.corral.operation.node.RetireNode;
import dev.corral.operation.power.PowerOffNode;
import dev.corral.operation.power.WakeNode;
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
