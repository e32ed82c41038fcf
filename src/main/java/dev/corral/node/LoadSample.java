package dev.corral.node;

import java.time.Instant;

/**
 * How full a node was around that moment, at its highest; memory and pools in bytes.
 *
 * @param load of the CPUs: processes that run or wait, as the kernel counts them
 * @param pool of all pools together
 */
public record LoadSample(
    Instant at, int guests, double load, long memory, long memoryUsed, long pool, long poolUsed) {}
