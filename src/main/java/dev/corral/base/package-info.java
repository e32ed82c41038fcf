/** Bases: their generations, the truth about their files, and the copies on the nodes. */
package dev.corral.base;
