/**
 * The only room that touches a machine: SSH, libvirt, magic packets. Translates every host error,
 * once.
 */
package dev.corral.host;
