package dev.corral.node;

import dev.corral.shared.NodeName;

/**
 * A node has not answered for so long that nothing is known of it any more; told at each look that
 * finds it so.
 */
public record NodeLost(NodeName node) {}
