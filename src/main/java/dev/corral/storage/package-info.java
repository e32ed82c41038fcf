/** Whose a file on a host is, and what is set aside there instead of being deleted. */
package dev.corral.storage;
