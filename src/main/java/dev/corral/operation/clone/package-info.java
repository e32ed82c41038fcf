/** Clones are placed, provisioned, started, stopped, moved, rebased, shown and removed. */
package dev.corral.operation.clone;
