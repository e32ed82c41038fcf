/** What people see: one view per room, live. Reads the rooms, changes things through operations. */
package dev.corral.ui;
