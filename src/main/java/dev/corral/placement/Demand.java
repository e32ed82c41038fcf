package dev.corral.placement;

/** What a clone needs of a node, in bytes. */
public record Demand(long memory, long disk) {}
