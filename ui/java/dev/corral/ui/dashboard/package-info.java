/** The herd at a glance. */
package dev.corral.ui.dashboard;
