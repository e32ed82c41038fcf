/**
 * One class per process, of the same name: who may start it, what is refused before anything
 * changes, and its steps in model order.
 */
package dev.corral.operation;
