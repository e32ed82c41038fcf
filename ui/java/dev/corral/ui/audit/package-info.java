/** The audit room's pages. */
package dev.corral.ui.audit;
