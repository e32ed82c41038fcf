/** Keeps open browser windows up to date, and lets go of those that nobody looks at any more. */
package dev.corral.ui.live;
