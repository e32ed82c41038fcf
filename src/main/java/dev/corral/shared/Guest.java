package dev.corral.shared;

import java.util.UUID;

/** A guest as libvirt knows it on one node; memory in bytes, as configured. */
public record Guest(UUID id, String name, boolean running, long memory) {}
