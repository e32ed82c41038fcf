/**
 * Decides which node gets a clone, and says why; pure but for the claims, which keep what was
 * decided.
 */
package dev.corral.placement;
