/** The clone room's pages. */
package dev.corral.ui.clone;
