/** The herd as a whole: its state, its alerts and its policy. */
package dev.corral.operation.herd;
