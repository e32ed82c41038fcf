/** What is set aside, and how it comes back. */
package dev.corral.ui.storage;
