package dev.corral.base;

import dev.corral.shared.BaseName;

/**
 * A read-only image set that clones are made of.
 *
 * @param domain the domain on the main node that its generations are prepared from
 * @param pool the storage pool, of the same name and path on all nodes
 * @param generation the newest that is ready, or 0
 * @param current the newest that new clones get, or 0
 */
public record Base(BaseName name, String domain, String pool, int generation, int current) {}
