/** Guests on overlays of a base: each lives on one home node. */
package dev.corral.clone;
