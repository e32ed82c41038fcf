/**
 * Makes a call an audited step of a process, and a process an operation that can be watched,
 * retried and cancelled.
 */
package dev.corral.engine;
