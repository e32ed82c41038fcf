package dev.corral.node;

import dev.corral.shared.NodeName;

/** A node was looked at, and answered. */
public record NodeObserved(NodeName node, Vitals vitals) {}
