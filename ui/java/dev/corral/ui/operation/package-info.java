/** The operation room's pages. */
package dev.corral.ui.operation;
