/** Nodes are woken and powered off. */
package dev.corral.operation.power;
