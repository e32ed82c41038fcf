/** The append-only trail: who, why, what, where, when, which attempt, how it ended. */
package dev.corral.audit;
