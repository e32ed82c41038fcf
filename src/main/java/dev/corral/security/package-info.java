/**
 * Users and roles, who may call what on the one port, and the one login for UI, REST and Cockpit.
 */
package dev.corral.security;
