/** The pieces that views are made of. */
package dev.corral.ui.part;
