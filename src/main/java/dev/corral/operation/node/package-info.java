/** Nodes are onboarded, drained, restored, retired, cleaned, firewalled and recovered. */
package dev.corral.operation.node;
