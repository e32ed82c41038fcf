/** Bases are prepared, distributed, verified, rolled out and removed. */
package dev.corral.operation.base;
