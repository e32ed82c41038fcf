package dev.corral.node;

/**
 * What the administrator wants of Corral.
 *
 * @param recreateVolatile whether volatile clones of a lost node are made anew elsewhere
 * @param poolHighWater from how many percent on a pool is an alert
 */
public record Policy(boolean recreateVolatile, int poolHighWater) {}
