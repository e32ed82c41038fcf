/** A model drawn as SVG, with an operation's way through it. Knows nothing of what is drawn. */
package dev.corral.ui.diagram;
