/**
 * Words of the house as values: names, amounts, callers, what was seen of hosts, and the errors
 * made for readers.
 */
package dev.corral.shared;
