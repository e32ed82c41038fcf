/** The node room's pages. */
package dev.corral.ui.node;
