/**
 * For each process a class of the same name, which says who may start it, what is refused before
 * anything changes, and what the plan says; and a class {@code ...Steps} with its steps in model
 * order. Each stands in the wing of what it changes.
 */
package dev.corral.operation;
