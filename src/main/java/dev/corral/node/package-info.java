/** The hosts: what they are, whether they fit, how they are. */
package dev.corral.node;
