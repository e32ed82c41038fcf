/** What the administrator wants of Corral, what it goes by, and what it shows of itself. */
package dev.corral.ui.settings;
