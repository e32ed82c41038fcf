/**
 * The simulator: the real models, steps, rooms and database on hosts in memory, on a clock that is
 * moved by hand. A seed is a list of {@link dev.corral.sim.Action}s: what two admins ask for, what
 * breaks, how much of Corral's work is done in between and in which order. {@link
 * dev.corral.sim.Checker} holds the promises after each of them, and, once all is whole again, that
 * everything has ended well. The same seed does the same; one that finds something is shrunk.
 */
package dev.corral.sim;
