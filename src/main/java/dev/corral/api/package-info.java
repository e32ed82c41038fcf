/** REST under /api/v1: reads the rooms, starts operations, answers errors as problems. */
package dev.corral.api;
