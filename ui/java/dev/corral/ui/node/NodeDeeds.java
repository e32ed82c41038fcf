package dev.corral.ui.node;

import dev.corral.operation.ActivateNode;
import dev.corral.operation.ConfirmOff;
import dev.corral.operation.CordonNode;
import dev.corral.operation.OnboardNode;
import dev.corral.operation.PowerOffNode;
import dev.corral.operation.WakeNode;
import org.springframework.stereotype.Component;

/** What can be done with a node. */
@Component
record NodeDeeds(
    WakeNode wake,
    CordonNode cordon,
    ActivateNode activate,
    PowerOffNode powerOff,
    ConfirmOff confirmOff,
    OnboardNode onboard) {}
