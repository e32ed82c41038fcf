/** The base room's pages. */
package dev.corral.ui.base;
