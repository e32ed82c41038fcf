/**
 * One class per process, of the same name: who may start it, what is refused before anything
 * changes, and its steps in model order. Each stands in the wing of what it changes.
 */
package dev.corral.operation;
